package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** An environment of a config repository together with its cluster, for one command. */
final class OpenEnvironment implements AutoCloseable {
    /** What the command delivers is told apart from what a Jenkins does. */
    static final String INSTALLATION = "gitops";

    private final Mirrors mirrors;
    private final Mirror mirror;
    private final EnvironmentSource source;
    private final Cluster destination;
    private final Cluster controllers;
    private final LiveEnvironment live;

    private OpenEnvironment(
            Mirrors mirrors,
            Mirror mirror,
            EnvironmentSource source,
            HealthScripts scripts,
            Cluster destination,
            Cluster controllers,
            Tracking tracking) {
        this.mirrors = mirrors;
        this.mirror = mirror;
        this.source = source;
        this.destination = destination;
        this.controllers = controllers;
        this.live = new LiveEnvironment(
                source, destination, controllers, tracking, new DeliveryTurns(), scripts, Clock.systemUTC());
    }

    /**
     * Opens it; of the cluster nothing is asked yet.
     *
     * @param more ignore rules beside those of {@code gitops.yaml}
     */
    static OpenEnvironment open(EnvironmentOptions options, Map<String, String> variables, List<IgnoreRule> more)
            throws IOException {
        Mirrors mirrors = options.mirrors(variables);
        try {
            Mirror mirror = options.mirror(mirrors, variables);
            EnvironmentSource source = options.source(mirror, variables, more);
            HealthScripts scripts = options.scripts(mirror);
            Environment environment = source.environment();
            Tracking tracking = new Tracking(INSTALLATION, options.application(), environment.name());
            Cluster destination = options.destination(environment, variables);
            try {
                Cluster controllers = options.controllers(environment, destination, variables);
                return new OpenEnvironment(mirrors, mirror, source, scripts, destination, controllers, tracking);
            } catch (RuntimeException e) {
                destination.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            mirrors.close();
            throw e;
        }
    }

    Environment environment() {
        return source.environment();
    }

    /** The commit of a revision, or of the environment's tip where none is named. */
    String commit(String revision) throws IOException {
        return revision == null ? source.tip() : source.commit(revision);
    }

    Mirror mirror() {
        return mirror;
    }

    LiveEnvironment live() {
        return live;
    }

    @Override
    public void close() {
        if (controllers != destination) {
            controllers.close();
        }
        destination.close();
        mirrors.close();
    }
}
