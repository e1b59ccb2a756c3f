package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.DriftReadings.Reading;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.promotion.ForgeStatuses;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Whom gates ask where the command promotes: clusters by the kubeconfig, and the forge with the repository's token. Jobs,
 * test results, reports and commands are Jenkins's to have; gates that need them stay closed here, and say so.
 */
final class CommandSources implements AutoCloseable {
    static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "gates");
        thread.setDaemon(true);
        thread.start();
    };

    private final ConfigRepository config;
    private final ClusterOptions options;
    private final Map<String, String> variables;
    private final Clock clock = Clock.systemUTC();
    private final Renderer renderer;
    private final Forges forges = new Forges(clock, null);
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();

    CommandSources(ConfigRepository config, ClusterOptions options, Map<String, String> variables) {
        this.config = config;
        this.options = options;
        this.variables = variables;
        this.renderer = RenderCommand.renderer(variables);
    }

    Renderer renderer() {
        return renderer;
    }

    GateSources all() {
        GitUrl repository = config.mirror().url();
        return GateSources.NONE
                .withStatuses(new ForgeStatuses(() -> forges.forge(repository, token(repository))))
                .withDrift(this::drift)
                .withClusters(candidate -> cluster(candidate.environment()));
    }

    /** Over ssh the password is that of a key, which is nobody else's business. */
    private ForgeToken token(GitUrl repository) {
        String password = variables.getOrDefault("GITOPS_PASSWORD", "");
        return password.isEmpty() || !repository.toString().startsWith("http")
                ? ForgeToken.none()
                : ForgeToken.of(variables.getOrDefault("GITOPS_USERNAME", ""), password);
    }

    private Reading drift(Candidate candidate, String name) throws IOException {
        Environment environment = config.environment(candidate.application(), name);
        Cluster cluster = cluster(environment);
        return new LiveEnvironment(
                        config.source(candidate.application(), environment, renderer),
                        cluster,
                        cluster,
                        new Tracking(
                                OpenEnvironment.INSTALLATION,
                                candidate.application().name(),
                                name),
                        new DeliveryTurns(),
                        new RepositoryScripts(clock).of(config),
                        clock)
                .diff(null)
                .reading(clock.instant());
    }

    private synchronized Cluster cluster(Environment environment) throws IOException {
        String name = environment.destination().cluster();
        if (name.isEmpty()) {
            throw new IOException("Environment " + environment.name() + " names no cluster to ask");
        }
        Cluster known = clusters.get(name);
        if (known == null) {
            try {
                known = options.open(name, variables);
            } catch (BadInput e) {
                throw new IOException(e.getMessage(), e);
            }
            clusters.put(name, known);
        }
        return known;
    }

    @Override
    public synchronized void close() {
        clusters.values().forEach(Cluster::close);
    }
}
