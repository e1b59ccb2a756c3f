package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "promote",
        description = "Write a new version into the config repository.",
        customSynopsis = {
            "gitops promote --repository URL [--branch NAME] --set FILE#PATH=VALUE ... [--create] [--message TEXT] [--dry-run]",
            "gitops promote --repository URL --application NAME ... --to ENV (--image NAME=REFERENCE ... | --from ENV) [--wait-for-gates] [--pull-request [--wait-for-merge]] [--dry-run]",
            "gitops promote --repository URL --application NAME --to ENV (--commit REV | --from ENV) [--version V | --bump PART] [--dry-run]",
            "gitops promote --repository URL [--branch NAME] --batch FILE [--parallel N]"
        })
final class PromoteCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private OutputOption output;

    @Mixin
    private PromotionRules rules;

    @Mixin
    private GateOptions gates;

    @Mixin
    private PullRequestOptions pullRequest;

    @Mixin
    private TagOptions tag;

    /** By itself, since {@code --version} is another one's here. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(
            names = "--branch",
            paramLabel = "NAME",
            description = "The branch to write to (default: the repository's).")
    private String branch;

    @Option(
            names = "--set",
            paramLabel = "FILE#PATH=VALUE",
            description = "A value to write, for example values/prod.yaml#image.tag=1.4.2. Several make one commit.")
    private List<String> values = new ArrayList<>();

    @Option(
            names = "--set-json",
            paramLabel = "FILE#PATH=VALUE",
            description = "As --set, for a number, true, false or null.")
    private List<String> jsonValues = new ArrayList<>();

    @Option(names = "--create", description = "Make a file or key that is missing.")
    private boolean create;

    @Option(names = "--message", paramLabel = "TEXT", description = "The message of the commit.")
    private String message;

    @Option(names = "--dry-run", description = "Show what would change, and push nothing.")
    private boolean dryRun;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "The application, as gitops.yaml names it. Several make one commit: all of them or none.")
    private List<String> applications = new ArrayList<>();

    @Option(names = "--to", paramLabel = "ENV", description = "The environment to promote into.")
    private String to;

    @Option(names = "--image", paramLabel = "NAME=REFERENCE", description = "The image to run, by tag or digest.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "ENV",
            description = "The environment whose version is promoted: the last that was proved live there.")
    private String from;

    @Option(names = "--batch", paramLabel = "FILE", description = "Promotions, one JSON object a line.")
    private Path batch;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many promotions of a batch are under way at once (default: ${DEFAULT-VALUE}).")
    private int parallel = 8;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requireOneForm();
        rules.check(!applications.isEmpty());
        gates.check(!applications.isEmpty(), dryRun);
        pullRequest.check(!applications.isEmpty() && !tag.isGiven());
        if (pullRequest.isAsked()) {
            gates.checkPullRequest();
        }
        Output out = output.open();
        try (Mirrors mirrors = new Mirrors(repository.cacheFolder(gitops.environment()))) {
            Mirror mirror = mirrors.open(repository.access(gitops.environment()));
            if (batch != null) {
                return promoteBatch(mirror, out);
            }
            ConfigRepository config = new ConfigRepository(mirror, null);
            if (isByTag(config)) {
                return promoteByTag(config, out);
            }
            if (!applications.isEmpty()) {
                return promoteIntoEnvironment(config, out);
            }
            PromotionRequest request;
            PromotionResult result;
            try (Progress progress = out.progress("Promoting into " + mirror.url());
                    Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
                request = dryRun ? ofValues(mirror).asDryRun() : ofValues(mirror);
                result = promoter.promote(mirror, request, progress.ofPromotion());
            }
            AuditLogVariable.promotions(gitops.environment()).tell(request, result);
            Answers.tell(result, out);
            return ExitStatus.of(result.verdict());
        }
    }

    private int promoteIntoEnvironment(ConfigRepository config, Output out) throws IOException, InterruptedException {
        EnvironmentVersion version =
                new EnvironmentVersion(config, applications, to, images, from, rules.requester(message, author()));
        if (!dryRun && pullRequest.isWanted(version)) {
            gates.checkPullRequest();
            return new PullRequestPromote(version, gates, gitops.environment(), out).run(pullRequest);
        }
        GatedPromote.Ended ended;
        try (Progress progress =
                out.progress("Promoting into " + config.mirror().url())) {
            ended = new GatedPromote(version, gates, gitops.environment(), progress).run(dryRun);
        }
        AuditLogVariable.promotions(gitops.environment()).tell(ended.request(), ended.result());
        note(ended.trouble(), out);
        Answers.tell(ended.result(), out);
        return ExitStatus.of(ended.result().verdict());
    }

    /** Whether it is one by tag: into an environment that stands on a tag, or asked for as one. */
    private boolean isByTag(ConfigRepository config) throws IOException {
        return tag.isGiven() || applications.size() == 1 && from != null && TagPromotion.isFor(environment(config));
    }

    private Environment environment(ConfigRepository config) throws IOException {
        return config.environment(config.application(applications.get(0)), to);
    }

    private int promoteByTag(ConfigRepository config, Output out) throws IOException, InterruptedException {
        if (pullRequest.isAsked()) {
            throw new BadInput(to + " stands on a tag: no tag is made by a pull request");
        }
        Requester requester = rules.requester(message, author());
        GatedTagPromote.Plan plan = pinned -> tag.request(
                new TagPromotion(
                        config, config.application(applications.get(0)), environment(config), Clock.systemUTC()),
                from,
                requester,
                pinned);
        GatedTagPromote.Ended ended;
        try (Progress progress =
                out.progress("Promoting into " + config.mirror().url())) {
            ended = new GatedTagPromote(plan, dryRun).run(config, author(), gates, gitops.environment(), progress);
        }
        AuditLogVariable.promotions(gitops.environment()).tell(ended.request(), ended.result());
        note(ended.trouble(), out);
        Answers.tell(ended.result(), out);
        return ExitStatus.of(ended.result().verdict());
    }

    private static void note(String trouble, Output out) {
        if (!trouble.isEmpty()) {
            out.note("gitops: " + trouble);
        }
    }

    private void requireOneForm() {
        boolean edit = !values.isEmpty() || !jsonValues.isEmpty();
        boolean environment = !applications.isEmpty() || to != null || from != null || !images.isEmpty();
        if ((edit ? 1 : 0) + (environment ? 1 : 0) + (batch != null ? 1 : 0) != 1) {
            throw new BadInput("Expected one of --set, --application with --to and --image or --from, or --batch");
        }
        boolean oneSource = tag.namesCommit() != (from != null);
        if (tag.isGiven() && (applications.size() != 1 || to == null || !oneSource || !images.isEmpty())) {
            throw new BadInput(
                    "A tag is made with one --application, --to and one of --commit and --from, and holds no images"
                            + " of its own");
        }
        boolean what = images.isEmpty() == (from == null);
        if (environment && !tag.isGiven() && (applications.isEmpty() || to == null || what)) {
            throw new BadInput("Expected --application, --to and one of --image and --from together");
        }
        if (environment && branch != null) {
            throw new BadInput("--branch does not go with --application: gitops.yaml says where an environment stands");
        }
        if (batch != null && (dryRun || create || message != null)) {
            throw new BadInput("--dry-run, --create and --message do not go with --batch; its lines have their own");
        }
        if (parallel < 1) {
            throw new BadInput("--parallel must be at least 1, got " + parallel);
        }
    }

    private PromotionRequest ofValues(Mirror mirror) throws IOException {
        ValueEdit edit = new ValueEdit(edits(), create);
        return new PromotionRequest(
                newId(),
                branch == null ? DefaultBranch.of(mirror) : branch,
                edit,
                message == null ? Assignments.describe(edit) : message,
                Trailers.none(),
                author());
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private Person author() {
        return new Author(gitops.environment()).person();
    }

    private List<ValueEdit.Value> edits() {
        List<ValueEdit.Value> edits = new ArrayList<>();
        values.forEach(value -> edits.add(Assignments.string(value)));
        jsonValues.forEach(value -> edits.add(Assignments.json(value)));
        return edits;
    }

    private int promoteBatch(Mirror mirror, Output out) throws IOException, InterruptedException {
        List<BatchItem> items = BatchItem.read(batch);
        try (Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC())) {
            return new Batch(mirror, promoter, author(), AuditLogVariable.promotions(gitops.environment()), out)
                    .promote(items, branch, parallel);
        }
    }
}
