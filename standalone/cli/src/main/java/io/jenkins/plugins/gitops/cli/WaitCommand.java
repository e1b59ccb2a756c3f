package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.promotion.Wait;
import io.jenkins.plugins.gitops.engine.promotion.WaitLoop;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import io.jenkins.plugins.gitops.engine.promotion.WaitVerdict;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "wait",
        description = "Wait until exactly one commit is live and healthy in an environment.",
        mixinStandardHelpOptions = true)
final class WaitCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private EnvironmentOptions options;

    @Mixin
    private OutputOption output;

    @Option(names = "--commit", paramLabel = "ID", description = "The commit to wait for (default: the newest).")
    private String commit;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long at most, such as 90s or 10m (default: the environment's health.timeout).")
    private Duration timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long started = System.nanoTime();
        Output out = output.open();
        try (Progress progress = out.progress("Opening the environment");
                OpenEnvironment environment = OpenEnvironment.open(options, gitops.environment(), List.of())) {
            WaitLoop loop = new WaitLoop(Clock.systemUTC());
            try (Wait wait = environment.live().waitFor(commit, timeout, loop::changed)) {
                WaitResult result = loop.run(wait, progress::now);
                long ended = System.nanoTime();
                progress.now("Recording the verdict");
                String trouble =
                        new VerdictNote(gitops.environment()).record(environment, options.application(), result);
                progress.close();
                if (!trouble.isEmpty()) {
                    out.note("gitops: " + trouble);
                }
                answer(result, environment.environment().health().rules(), ended - started, out);
                return ExitStatus.of(result.verdict());
            }
        } catch (IOException e) {
            if (Failures.statusOf(e) != ExitStatus.UNKNOWN) {
                throw e;
            }
            WaitResult unknown = new WaitResult(WaitVerdict.UNKNOWN, commit, null, List.of(e.getMessage()), List.of());
            answer(unknown, HealthPolicy.Rules.ARGOCD, System.nanoTime() - started, out);
            return ExitStatus.UNKNOWN;
        }
    }

    private static void answer(WaitResult result, HealthPolicy.Rules rules, long nanos, Output out) {
        double seconds = Math.round(nanos / 1e8) / 10.0;
        if (out.isJson()) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("verdict", result.verdict().name());
            answer.put("commit", result.commit());
            answer.put("liveCommit", result.liveCommit());
            answer.put("seconds", seconds);
            answer.put("causes", result.causes());
            answer.put(
                    "resources",
                    result.resources().stream()
                            .map(state -> health(state, rules))
                            .toList());
            out.document(answer);
            return;
        }
        out.say(result.verdict() + (result.commit() == null ? "" : " " + result.commit()) + " after " + seconds + " s");
        result.causes().forEach(cause -> out.say("  " + cause));
    }

    private static Map<String, Object> health(ResourceState state, HealthPolicy.Rules rules) {
        String judge = rules.name().toLowerCase(Locale.ROOT);
        Health health = state.health().orElse(null);
        Map<String, Object> answer = Answers.health(state.key(), state.diff().version(), health, judge);
        if (!state.isThere()) {
            answer.put("status", rules == HealthPolicy.Rules.KSTATUS ? "NotFound" : "Missing");
        }
        return answer;
    }
}
