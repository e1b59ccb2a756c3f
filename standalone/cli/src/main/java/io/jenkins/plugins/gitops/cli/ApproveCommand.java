package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentApproval;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentApproval.Word;
import io.jenkins.plugins.gitops.engine.promotion.Requester;
import io.jenkins.plugins.gitops.engine.promotion.TagPromotion;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "approve",
        description = "Approve a promotion into an environment that asks for it.",
        mixinStandardHelpOptions = true,
        customSynopsis =
                "gitops approve --repository URL --application NAME --to ENV (--image NAME=REFERENCE ... | --from ENV | --commit REV) [--gate NAME] [--reject] [--reason TEXT]")
final class ApproveCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private OutputOption output;

    @Option(names = "--application", paramLabel = "NAME", description = "The application, as gitops.yaml names it.")
    private String application;

    @Option(names = "--to", paramLabel = "ENV", description = "The environment that it is promoted into.")
    private String to;

    @Option(names = "--image", paramLabel = "NAME=REFERENCE", description = "The image, as it is promoted.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = "--from",
            paramLabel = "ENV",
            description = "The environment whose version is promoted: the last that was proved live there.")
    private String from;

    @Option(
            names = "--commit",
            paramLabel = "REV",
            description = "For an environment on a tag: the commit, branch or tag that is tagged.")
    private String commit;

    @Option(
            names = "--gate",
            paramLabel = "NAME",
            description = "The gate that asks (default: every approval that asks for you).")
    private String gate;

    @Option(names = "--reject", description = "Do not agree, or not any more.")
    private boolean reject;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason;

    @Override
    public Integer call() throws IOException, InterruptedException {
        int versions = (images.isEmpty() ? 0 : 1) + (from == null ? 0 : 1) + (commit == null ? 0 : 1);
        if (!repository.isGiven() || application == null || to == null || versions != 1) {
            throw new BadInput("Expected --repository, --application, --to and one of --image, --from and --commit");
        }
        Output out = output.open();
        try (Mirrors mirrors = new Mirrors(repository.cacheFolder(gitops.environment()))) {
            Mirror mirror = mirrors.open(repository.access(gitops.environment()));
            List<NoteRecord> given;
            try (Progress progress = out.progress("Approving " + application + " " + to)) {
                given = give(new ConfigRepository(mirror, null)).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            }
            answer(given, out);
            return ExitStatus.YES;
        }
    }

    private CompletableFuture<List<NoteRecord>> give(ConfigRepository config) throws IOException {
        Clock clock = Clock.systemUTC();
        Person author = new Author(gitops.environment()).person();
        Requester requester = new Requester(UUID.randomUUID().toString(), author);
        Word word = new Word(author.name(), Set.of(), !reject, reason == null ? "" : reason, author, "");
        EnvironmentApproval approval = new EnvironmentApproval(
                config.mirror(),
                VerdictNote.notes(),
                AuditLogVariable.open(gitops.environment()),
                Identities.IGNORING_CASE,
                clock);
        Application declared = config.application(application);
        Environment environment = config.environment(declared, to);
        if (commit == null && !(from != null && TagPromotion.isFor(environment))) {
            EnvironmentVersion version =
                    new EnvironmentVersion(config, List.of(application), to, images, from, requester);
            return approval.give(version.plan(Map.of()), gate, word);
        }
        TagPromotion.Source source = commit == null
                ? new TagPromotion.Source.OfEnvironment(from, null)
                : new TagPromotion.Source.Revision(commit);
        TagPromotion tag = new TagPromotion(config, declared, environment, clock);
        return approval.give(tag.of(source, Optional.empty(), requester), gate, word);
    }

    private static void answer(List<NoteRecord> given, Output out) {
        NoteRecord first = given.get(0);
        List<String> gates = given.stream().map(NoteRecord::gate).toList();
        if (!out.isJson()) {
            out.say(first.verdict() + " by " + first.by() + " for " + first.application() + " " + first.environment()
                    + " at " + String.join(", ", gates) + ": " + first.reason());
            return;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("verdict", first.verdict());
        answer.put("application", first.application());
        answer.put("environment", first.environment());
        answer.put("gates", gates);
        answer.put("by", first.by());
        answer.put("proposal", first.commit());
        answer.put("reason", first.reason());
        out.document(answer);
    }
}
