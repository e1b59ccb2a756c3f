package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.audit.Change;
import io.jenkins.plugins.gitops.engine.audit.EnvironmentTags;
import io.jenkins.plugins.gitops.engine.audit.Figures;
import io.jenkins.plugins.gitops.engine.audit.History;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "log",
        description = "Tell what was promoted, held and rolled back, and what came of it, from Git alone.",
        mixinStandardHelpOptions = true)
final class LogCommand implements Callable<Integer> {
    private static final Duration WINDOW = Duration.ofDays(30);

    @ParentCommand
    private GitOps gitops;

    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private OutputOption output;

    @Option(names = "--application", paramLabel = "NAME", description = "The application, as gitops.yaml names it.")
    private String application;

    @Option(names = "--environment", paramLabel = "ENV", description = "Only this environment.")
    private String environment;

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Only changes that are no older, such as 12h or 90d (default: all; figures: 30d).")
    private Duration since;

    @Option(names = "--limit", paramLabel = "N", description = "How many changes are told (default: ${DEFAULT-VALUE}).")
    private int limit = 100;

    @Override
    public Integer call() throws IOException {
        if (!repository.isGiven() || application == null) {
            throw new BadInput("Expected --repository and --application");
        }
        if (limit < 1) {
            throw new BadInput("--limit must be at least 1, got " + limit);
        }
        Output out = output.open();
        try (Mirrors mirrors = new Mirrors(repository.cacheFolder(gitops.environment()));
                Progress progress = out.progress("Reading the history of " + application)) {
            Mirror mirror = mirrors.open(repository.access(gitops.environment()));
            ConfigRepository config = new ConfigRepository(mirror, null);
            Application declared = config.application(application);
            if (environment != null) {
                config.environment(declared, environment);
            }
            History history = History.read(
                    mirror, application, tips(config, declared, out), tags(mirror, declared), History.LIMIT);
            progress.close();
            history.problems().forEach(problem -> out.note("gitops: " + problem));
            answer(history, out);
        }
        return ExitStatus.YES;
    }

    private Map<String, List<String>> tips(ConfigRepository config, Application declared, Output out)
            throws IOException {
        Map<String, List<String>> tips = new LinkedHashMap<>();
        Optional<String> configured = config.mirror().resolve("HEAD");
        for (Environment each : declared.environments()) {
            List<String> commits = new ArrayList<>();
            try {
                commits.add(config.source(declared, each, RenderCommand.renderer(gitops.environment()))
                        .tip());
            } catch (GitException e) {
                if (e.reason() != GitException.Reason.NOT_FOUND) {
                    throw e;
                }
                out.note("gitops: " + e.getMessage());
            }
            // holds of tags and releases from quarantine stand beside gitops.yaml
            configured.ifPresent(commits::add);
            tips.put(each.name(), commits);
        }
        configured.ifPresent(commit -> tips.put(History.EVERY_ENVIRONMENT, List.of(commit)));
        return tips;
    }

    private static Map<String, EnvironmentTags> tags(Mirror mirror, Application declared) throws IOException {
        Map<String, EnvironmentTags> tags = new LinkedHashMap<>();
        for (Environment each : declared.environments()) {
            if (each.target() instanceof Target.Tag tag) {
                boolean moving = VersionPrefix.of(tag.tag()).isEmpty();
                tags.put(
                        each.name(),
                        new EnvironmentTags(EnvironmentRef.of(mirror, each).tags(mirror), moving));
            }
        }
        return tags;
    }

    private void answer(History history, Output out) {
        Instant now = Clock.systemUTC().instant();
        Instant oldest = since == null ? Instant.MIN : now.minus(since);
        List<Change> changes = history.changes().stream()
                .filter(change -> environment == null
                        || change.environment().equals(environment)
                        || change.environment().equals(History.EVERY_ENVIRONMENT))
                .filter(change -> !change.committed().isBefore(oldest))
                .limit(limit)
                .toList();
        List<Figures> figures = history.figures(now.minus(since == null ? WINDOW : since), now).stream()
                .filter(each -> environment == null || each.environment().equals(environment))
                .toList();
        LogAnswer answer = new LogAnswer(application, changes, figures);
        if (out.isJson()) {
            out.document(answer.json());
        } else {
            answer.lines().forEach(out::say);
        }
    }
}
