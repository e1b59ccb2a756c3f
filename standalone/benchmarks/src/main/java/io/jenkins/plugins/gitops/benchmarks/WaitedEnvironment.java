package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Destination;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.promotion.Wait;
import io.jenkins.plugins.gitops.engine.promotion.WaitLoop;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import io.jenkins.plugins.gitops.engine.promotion.WaitVerdict;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An environment of one Deployment, on a Git server and a cluster, whose versions can be committed and waited for. */
final class WaitedEnvironment {
    static final Duration STEADY = Duration.ofSeconds(1);

    private final Clock clock = Clock.systemUTC();
    private final GitHttpServer git;
    private final String repository;
    private final LiveEnvironment live;

    WaitedEnvironment(GitHttpServer git, Mirrors mirrors, Cluster cluster, String namespace, Delivery delivery)
            throws IOException {
        this.git = git;
        this.repository = namespace;
        git.createRepository(repository, Map.of("web.yaml", web(0)));
        this.live = new LiveEnvironment(
                new GitEnvironmentSource(
                        mirrors.open(git.access(repository)),
                        environment(namespace, delivery),
                        Renderers.with(Optional.empty())),
                cluster,
                cluster,
                new Tracking("benchmark", "web", namespace),
                new DeliveryTurns(),
                HealthScripts.none(),
                clock);
    }

    static String web(int version) {
        return Workload.deployment("web", 2).replace("registry.test/web:1", "registry.test/web:" + version);
    }

    String url() {
        return git.url(repository);
    }

    String commit(int version) throws IOException {
        return git.commitDirectly(repository, "main", Map.of("web.yaml", web(version)));
    }

    /** Waits for a commit, which must become live, and gives when it was said to be, by {@link System#nanoTime}. */
    long waited(String commit) {
        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = live.waitFor(commit, clock.instant().plusSeconds(60), loop::changed)) {
            WaitResult result = loop.run(wait, status -> {});
            if (result.verdict() != WaitVerdict.LIVE) {
                throw new IllegalStateException(result.toString());
            }
            return System.nanoTime();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Environment environment(String namespace, Delivery delivery) {
        return new Environment(
                "prod",
                new Target.Branch("main", ""),
                new Destination("benchmark", namespace),
                delivery,
                SyncPolicy.DEFAULT,
                new HealthPolicy(HealthPolicy.Rules.ARGOCD, Duration.ofMinutes(1), STEADY, false),
                List.of(),
                List.of(),
                List.of(),
                DriftPolicy.DEFAULT);
    }
}
