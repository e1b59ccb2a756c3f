package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.EnvironmentHold;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "release",
        description = "Release an environment that is held, or a version in quarantine.",
        mixinStandardHelpOptions = true)
final class ReleaseCommand implements Callable<Integer> {
    @ParentCommand
    private GitOps gitops;

    @Mixin
    private ChangeOptions change;

    @Mixin
    private OutputOption output;

    @Option(
            names = "--quarantined",
            paramLabel = "VERSION",
            description = "Let this version out of quarantine, instead of releasing the environment.")
    private String version;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return change.make(
                gitops.environment(), output.open(), false, (config, application, environment, requester) -> {
                    EnvironmentHold hold = new EnvironmentHold(config, application, environment, Clock.systemUTC());
                    return List.of(version == null ? hold.release(requester) : hold.releaseVersion(version, requester));
                });
    }
}
