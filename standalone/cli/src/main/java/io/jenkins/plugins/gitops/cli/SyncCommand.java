package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "sync",
        description = "Deliver an environment, where nothing else does.",
        mixinStandardHelpOptions = true)
final class SyncCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private EnvironmentOptions options;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--prune",
            description = "Delete what was delivered earlier and Git no longer has (default: as gitops.yaml says).")
    private boolean prune;

    @Option(names = "--dry-run", description = "Ask the API server what would happen, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--revision",
            paramLabel = "REV",
            description = "A commit, branch or tag (default: what the environment stands at).")
    private String revision;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Output out = output.open();
        String commit = null;
        try (Progress progress = out.progress("Opening the environment");
                OpenEnvironment environment = OpenEnvironment.open(options, gitops.environment(), List.of())) {
            commit = environment.commit(revision);
            SyncResult result = toTheEnd(start(environment, commit), progress);
            progress.close();
            boolean synced = result.ending() == SyncResult.Ending.SYNCED;
            answer(synced ? "SYNCED" : "BLOCKED", commit, result, out);
            return synced ? ExitStatus.YES : ExitStatus.NO;
        } catch (IOException e) {
            if (Failures.statusOf(e) != ExitStatus.UNKNOWN) {
                throw e;
            }
            SyncResult unknown = new SyncResult(SyncResult.Ending.FAILED, e.getMessage(), List.of(), List.of(), 0);
            answer("UNKNOWN", commit, unknown, out);
            return ExitStatus.UNKNOWN;
        }
    }

    private OwnSync start(OpenEnvironment environment, String commit) throws IOException {
        try {
            return environment.live().sync(commit, prune, dryRun);
        } catch (IOException e) {
            if (environment.environment().delivery() != Delivery.JENKINS) {
                throw new BadInput(e.getMessage(), e);
            }
            throw e;
        }
    }

    private static SyncResult toTheEnd(OwnSync run, Progress progress) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        progress.now("Delivering");
        SyncStep step = run.advance(clock.instant());
        while (step instanceof SyncStep.Waiting waiting) {
            progress.now("Delivering: " + waiting.why());
            long millis = Duration.between(clock.instant(), waiting.until()).toMillis();
            TimeUnit.MILLISECONDS.sleep(Math.max(millis, 0));
            step = run.advance(clock.instant());
        }
        return ((SyncStep.Done) step).result();
    }

    private static void answer(String verdict, @CheckForNull String commit, SyncResult result, Output out) {
        result.warnings().forEach(warning -> out.note("gitops: " + warning));
        if (out.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("verdict", verdict);
            answer.put("revision", commit);
            answer.put("message", result.message());
            answer.put("attempts", result.attempts());
            answer.put(
                    "resources",
                    result.resources().stream().map(SyncCommand::json).toList());
            out.document(answer);
            return;
        }
        out.say(verdict + (commit == null ? "" : " " + commit) + ": " + result.message());
        for (ResourceOutcome outcome : result.resources()) {
            out.say("  %-11s  %s  %s"
                    .formatted(outcome.action(), Answers.name(outcome.key()), outcome.message())
                    .stripTrailing());
        }
    }

    private static Map<String, Object> json(ResourceOutcome outcome) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("group", outcome.key().group());
        answer.put("kind", outcome.key().kind());
        answer.put("namespace", outcome.key().namespace());
        answer.put("name", outcome.key().name());
        answer.put("action", outcome.action().name());
        answer.put("message", outcome.message());
        return answer;
    }
}
