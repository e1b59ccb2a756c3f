package io.jenkins.plugins.gitops.steps;

import hudson.ExtensionList;
import hudson.model.Run;
import io.jenkins.plugins.gitops.configuration.Background;
import io.jenkins.plugins.gitops.configuration.ClusterLease;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.configuration.Installation;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.DriftReadings.Reading;
import io.jenkins.plugins.gitops.engine.gate.GateCommands;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.gate.ScanReports;
import io.jenkins.plugins.gitops.engine.promotion.DriftLook;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gates that a build asks when it promotes, and whom they ask: what the build may see and use, and nothing else. */
final class BuildGates implements AutoCloseable {
    private final Run<?, ?> build;
    private final GitOpsPromoteStep step;
    private final ConfigRepository repository;
    private final Connections connections = Connections.get();
    private final Clock clock = Clock.systemUTC();
    private final Map<Leased, ClusterLease> leases = new HashMap<>();
    private boolean closed;

    /** A cluster, and the environment that names it or not. */
    private record Leased(String cluster, String environment) {}

    BuildGates(Run<?, ?> build, GitOpsPromoteStep step, ConfigRepository repository) {
        this.build = build;
        this.step = step;
        this.repository = repository;
    }

    PromotionGates gates() {
        JenkinsJobs jobs = new JenkinsJobs(build);
        GateSources sources = GateSources.NONE
                .withIdentities(connections.identities())
                .withJobs((candidate, job) -> jobs.of(job))
                .withTests(new RecordedTests(build, ExtensionList.lookup(BuildTests.class)))
                .withScans(this::reports)
                .withCommands(this::command)
                .withDrift(this::drift)
                .withClusters(candidate -> cluster(candidate.environment()));
        return new PromotionGates(
                        repository,
                        connections.renderer(),
                        sources,
                        BuildPromoters.of(build),
                        clock,
                        Background.questions())
                .with(() -> connections.forge(step.getRepository(), build, step.getCredentialsId()));
    }

    private List<ScanReports.Report> reports(Candidate candidate, String name) throws IOException {
        List<HandedInReport> handedIn =
                step.getScanReports().stream().map(HandedInReport::parse).toList();
        return new ArchivedReports(build.getArtifactManager().root(), handedIn).of(candidate, name);
    }

    private Optional<GateCommands.Definition> command(Candidate candidate, String name) throws IOException {
        return Optional.of(GitOpsGlobalConfiguration.get()
                .gateCommand(name, build.getParent().getFullName()));
    }

    private Reading drift(Candidate candidate, String name) throws IOException {
        Environment environment = repository.environment(candidate.application(), name);
        return new DriftLook(repository, connections.renderer(), connections.scripts(), Installation.name(), clock)
                .at(candidate.application(), environment, cluster(environment));
    }

    private synchronized Cluster cluster(Environment environment) throws IOException {
        if (closed) {
            throw new IOException("Nobody waits for the gates any more"); // who asks was given up at a deadline
        }
        Leased leased = new Leased(environment.destination().cluster(), environment.name());
        ClusterLease lease = leases.get(leased);
        if (lease == null) {
            lease = connections.cluster(leased.cluster(), leased.environment(), build);
            leases.put(leased, lease);
        }
        return lease.cluster();
    }

    /** Gives back the clusters that were asked. */
    @Override
    public synchronized void close() {
        closed = true;
        leases.values().forEach(ClusterLease::close);
        leases.clear();
    }
}
