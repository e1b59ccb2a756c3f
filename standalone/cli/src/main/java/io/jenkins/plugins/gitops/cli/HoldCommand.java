package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.EnvironmentHold;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "hold",
        description = "Hold an environment where it is: nothing else is promoted into it.",
        mixinStandardHelpOptions = true)
final class HoldCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long, such as 12h or 3d (default: until it is released).")
    private Duration duration;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return change.make(gitops.environment(), output.open(), true, (config, application, environment, requester) -> {
            Clock clock = Clock.systemUTC();
            return List.of(new EnvironmentHold(config, application, environment, clock)
                    .hold(duration == null ? null : clock.instant().plus(duration), requester));
        });
    }
}
