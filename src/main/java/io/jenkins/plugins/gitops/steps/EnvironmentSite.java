package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.gitops.configuration.ClusterLease;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.configuration.Installation;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Controller;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.promotion.VerdictRecorder.Witness;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** An environment as a build may use it, with connections that are given back when it is closed. */
final class EnvironmentSite implements AutoCloseable {
    private final Application application;
    private final Mirror mirror;
    private final EnvironmentSource source;
    private final ClusterLease destination;
    private final ClusterLease controllers;
    private final LiveEnvironment live;

    private EnvironmentSite(
            Application application,
            Mirror mirror,
            EnvironmentSource source,
            HealthScripts scripts,
            ClusterLease destination,
            ClusterLease controllers) {
        this.application = application;
        this.mirror = mirror;
        this.source = source;
        this.destination = destination;
        this.controllers = controllers;
        this.live = new LiveEnvironment(
                source,
                destination.cluster(),
                controllers.cluster(),
                new Tracking(
                        Installation.name(), application.name(), environment().name()),
                Connections.get().turns(),
                scripts,
                Clock.systemUTC());
    }

    /** @throws IOException where something is not declared, not allowed or cannot be reached */
    static EnvironmentSite open(EnvironmentStep step, Run<?, ?> build, TaskListener listener) throws IOException {
        if (step.getApplication() == null || step.getEnvironment() == null) {
            throw new AbortException("Give application and environment, as gitops.yaml names them");
        }
        Connections connections = Connections.get();
        ConfigRepository repository =
                connections.repository(step.getRepository(), build, step.getCredentialsId(), listener);
        Application application = repository.application(step.getApplication());
        Environment environment = repository.environment(application, step.getEnvironment());
        EnvironmentSource source = repository.source(application, environment, connections.renderer());
        HealthScripts scripts = connections.scripts().of(repository);
        String cluster = environment.destination().cluster();
        ClusterLease destination = connections.cluster(cluster, environment.name(), build);
        try {
            String controllers =
                    environment.controller().map(Controller::cluster).orElse(cluster);
            return new EnvironmentSite(
                    application,
                    repository.mirror(),
                    source,
                    scripts,
                    destination,
                    connections.cluster(controllers, environment.name(), build));
        } catch (IOException | RuntimeException failure) {
            destination.close();
            throw failure;
        }
    }

    Environment environment() {
        return source.environment();
    }

    LiveEnvironment live() {
        return live;
    }

    /** Keeps in Git what a wait of a build proved; what came in the way is a sentence, empty where nothing did. */
    CompletableFuture<String> record(WaitResult result, Run<?, ?> build) {
        Witness witness = new Witness(
                application.name(),
                environment().name(),
                environment().health().rules().name().toLowerCase(Locale.ROOT),
                BuildIdentity.person(),
                BuildIdentity.name(build));
        return Connections.get().verdicts().record(mirror, witness, result);
    }

    /** The commit that a revision stands for; the environment's tip for none. */
    String commit(@CheckForNull String revision) throws IOException {
        return revision == null ? source.tip() : source.commit(revision);
    }

    @Override
    public void close() {
        destination.close();
        controllers.close();
    }
}
