package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.EnvironmentRollback;
import io.jenkins.plugins.gitops.engine.promotion.ProvedCommits;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "rollback",
        description = "Go back to a version that was proved healthy, and hold the environment there.",
        mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "A commit, branch or tag, or a version promoted here (default: the last one proved live).")
    private String to;

    @Mixin
    private HoldOptions hold;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return change.make(gitops.environment(), output.open(), true, (config, application, environment, requester) -> {
            List<String> proved = new ProvedCommits(config, application, environment).all();
            Clock clock = Clock.systemUTC();
            return new EnvironmentRollback(config, application, environment, clock)
                    .plan(to, proved, hold.until(clock), requester)
                    .requests();
        });
    }
}
