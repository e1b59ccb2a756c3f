package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Controller;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.NoCluster;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which environment of which application. */
final class EnvironmentOptions {
    @Mixin
    private RepositoryOptions repository;

    @Mixin
    private ClusterOptions clusters;

    @Option(names = "--application", paramLabel = "NAME", description = "The application, as gitops.yaml names it.")
    private String application;

    @Option(names = "--environment", paramLabel = "ENV", description = "The environment, as gitops.yaml names it.")
    private String environment;

    /** Whether anything was said about one. */
    boolean isGiven() {
        return repository.isGiven() || application != null || environment != null;
    }

    /** The repository, through its mirror. */
    Mirror mirror(Mirrors mirrors, Map<String, String> variables) throws IOException {
        return mirrors.open(repository.access(variables));
    }

    /** The health scripts that the repository keeps. */
    HealthScripts scripts(Mirror mirror) throws IOException {
        return new RepositoryScripts(Clock.systemUTC()).of(new ConfigRepository(mirror, null));
    }

    /**
     * The environment's side of Git.
     *
     * @param mirror of the repository
     * @param variables of the process's environment
     * @param more ignore rules beside those of {@code gitops.yaml}
     */
    EnvironmentSource source(Mirror mirror, Map<String, String> variables, List<IgnoreRule> more) throws IOException {
        ConfigRepository config = new ConfigRepository(mirror, null);
        Application declared = config.application(application);
        Environment chosen = config.environment(declared, environment);
        return config.source(
                declared, more.isEmpty() ? chosen : ignoring(chosen, more), RenderCommand.renderer(variables));
    }

    /** Mirrors of repositories, to be closed. */
    Mirrors mirrors(Map<String, String> variables) {
        if (!repository.isGiven() || application == null || environment == null) {
            throw new BadInput("Expected --repository, --application and --environment");
        }
        return new Mirrors(repository.cacheFolder(variables));
    }

    String application() {
        return application;
    }

    /** The environment's destination, to be closed; where it names none, one of which nothing can be seen. */
    Cluster destination(Environment chosen, Map<String, String> variables) {
        String name = chosen.destination().cluster();
        return name.isEmpty() ? new NoCluster(chosen.name()) : clusters.open(name, variables);
    }

    /** The cluster with the objects of who delivers, to be closed: the destination, unless another one is named. */
    Cluster controllers(Environment chosen, Cluster destination, Map<String, String> variables) {
        String name = chosen.controller().map(Controller::cluster).orElse("");
        boolean same = name.isEmpty() || name.equals(chosen.destination().cluster());
        return same ? destination : clusters.open(name, variables);
    }

    private static Environment ignoring(Environment environment, List<IgnoreRule> more) {
        List<IgnoreRule> rules = new ArrayList<>(environment.ignoreDifferences());
        rules.addAll(more);
        return new Environment(
                environment.name(),
                environment.target(),
                environment.destination(),
                environment.delivery(),
                environment.controller(),
                environment.sync(),
                environment.health(),
                rules,
                environment.after(),
                environment.gates(),
                environment.drift(),
                environment.pullRequest());
    }
}
