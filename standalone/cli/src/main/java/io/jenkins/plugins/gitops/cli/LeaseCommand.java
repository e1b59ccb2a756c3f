package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.promotion.DriftLease;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "lease",
        description = "Allow drift until a time: of an environment, a resource of it, or everything in its cluster.",
        mixinStandardHelpOptions = true)
final class LeaseCommand implements Callable<Integer> {
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
            description = "How long, such as 2h or 3d.")
    private Duration duration;

    @Option(
            names = "--resource",
            paramLabel = "KIND/NAME",
            description = "Only this resource, or all of this kind, such as Deployment/web.")
    private String resource = "";

    @Option(
            names = "--field",
            paramLabel = "POINTER",
            description = "Only this field, such as /spec/replicas. May be given several times.")
    private List<String> fields = new ArrayList<>();

    @Option(names = "--whole-cluster", description = "Everything in the environment's cluster, for maintenance.")
    private boolean wholeCluster;

    @Option(names = "--end", description = "End it now, instead.")
    private boolean end;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (end == (duration != null)) {
            throw new BadInput("Expected either --for DURATION or --end");
        }
        if (!end && duration.isZero()) {
            throw new BadInput("--for must be longer than nothing");
        }
        Clock clock = Clock.systemUTC();
        return change.make(gitops.environment(), output.open(), !end, (config, application, environment, requester) -> {
            DriftLease lease = new DriftLease(config, application, environment, clock);
            Lease.Scope scope = scope(application, environment);
            return List.of(
                    end
                            ? lease.end(scope, requester)
                            : lease.allow(scope, clock.instant().plus(duration), requester));
        });
    }

    private Lease.Scope scope(Application application, Environment environment) {
        String cluster = environment.destination().cluster();
        if (wholeCluster && cluster.isEmpty()) {
            throw new BadInput(environment.name() + " names no cluster");
        }
        return wholeCluster
                ? new Lease.Scope("", "", cluster, resource, fields)
                : new Lease.Scope(application.name(), environment.name(), "", resource, fields);
    }
}
