package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.gate.Candidate;
import io.jenkins.plugins.gitops.engine.gate.DriftReadings.Reading;
import io.jenkins.plugins.gitops.engine.gate.GateSources;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.DriftLook;
import io.jenkins.plugins.gitops.engine.promotion.PromotionGates;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Whom gates ask where the command promotes: clusters by the kubeconfig, the repository's Git host, and what was handed
 * in. Jobs are Jenkins's to have; gates that need them stay closed here, and say so.
 */
final class CommandSources implements AutoCloseable {
    private static final Executor THREADS = task -> {
        Thread thread = new Thread(task, "gates");
        thread.setDaemon(true);
        thread.start();
    };

    private final ConfigRepository config;
    private final GateOptions options;
    private final Map<String, String> variables;
    private final Clock clock = Clock.systemUTC();
    private final Renderer renderer;
    private final ForgeVariables forges;
    private final Map<String, Cluster> clusters = new LinkedHashMap<>();

    CommandSources(ConfigRepository config, GateOptions options, Map<String, String> variables) {
        this.config = config;
        this.options = options;
        this.variables = variables;
        this.renderer = RenderCommand.renderer(variables);
        this.forges = new ForgeVariables(variables);
    }

    /** @param promoter who promotes */
    PromotionGates gates(Person promoter) {
        GateSources asked =
                GateSources.NONE.withDrift(this::drift).withClusters(candidate -> cluster(candidate.environment()));
        GateSources sources = options.evidence().into(asked, variables);
        return new PromotionGates(config, renderer, sources, List.of(promoter.name()), clock, THREADS)
                .with(this::forgeOfGates);
    }

    /**
     * The repository's Git host.
     *
     * @throws BadInput where the variables declare none
     */
    Forge forge() throws ForgeException {
        return forges.open(config.mirror().url());
    }

    private Forge forgeOfGates() throws IOException {
        try {
            return forge();
        } catch (BadInput e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private Reading drift(Candidate candidate, String name) throws IOException {
        Environment environment = config.environment(candidate.application(), name);
        return new DriftLook(config, renderer, new RepositoryScripts(clock), OpenEnvironment.INSTALLATION, clock)
                .at(candidate.application(), environment, cluster(environment));
    }

    private synchronized Cluster cluster(Environment environment) throws IOException {
        String name = environment.destination().cluster();
        if (name.isEmpty()) {
            throw new IOException("Environment " + environment.name() + " names no cluster to ask");
        }
        Cluster known = clusters.get(name);
        if (known == null) {
            try {
                known = options.clusters().open(name, variables);
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
