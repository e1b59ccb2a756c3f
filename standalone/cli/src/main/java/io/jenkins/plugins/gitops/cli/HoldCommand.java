package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.EnvironmentHold;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private HoldOptions hold;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return change.make(gitops.environment(), output.open(), true, (config, application, environment, requester) -> {
            Clock clock = Clock.systemUTC();
            return List.of(
                    new EnvironmentHold(config, application, environment, clock).hold(hold.until(clock), requester));
        });
    }
}
