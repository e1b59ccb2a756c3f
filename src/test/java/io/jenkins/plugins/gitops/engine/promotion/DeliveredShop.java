package io.jenkins.plugins.gitops.engine.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The shop of a config repository on a real Git server, with an environment {@code prod} that a controller delivers from
 * a branch and an environment {@code stage} that it delivers from a folder: promoted and waited for as a stage does.
 */
final class DeliveredShop implements AutoCloseable {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final String APPLICATION = """
            applications:
              - name: shop
                environments:
                  - name: prod
                    branch: env/prod
                    destination: {cluster: test, namespace: %1$s}
                    delivery: %3$s
                    health: {steady: 1s}
                  - name: stage
                    folder: deploy/stage
                    destination: {cluster: test, namespace: %2$s}
                    delivery: %3$s
                    health: {steady: 1s}
            """;

    private final ControlPlane plane;
    private final Map<String, String> namespaces;
    private final Clock clock = Clock.systemUTC();
    private final Promoter promoter = Promoter.onOwnThreads(clock);
    private final GitHttpServer server = GitHttpServer.start();
    private final Mirrors mirrors;
    private final Cluster cluster;
    private final List<String> said = new CopyOnWriteArrayList<>();

    DeliveredShop(ControlPlane plane, String delivery, Path cache) throws IOException, InterruptedException {
        this.plane = plane;
        this.namespaces = Map.of("prod", plane.namespace("prod"), "stage", plane.namespace("stage"));
        this.mirrors = new Mirrors(cache);
        this.cluster = Clusters.connect(plane);
        server.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        APPLICATION.formatted(namespace("prod"), namespace("stage"), delivery),
                        "deploy/stage/web.yaml",
                        web()));
        server.commitDirectly("config", "env/prod", Map.of("web.yaml", web()));
    }

    /** A Deployment that is there three seconds after its pods are ready: long enough to be caught too early. */
    static String web() {
        return Workload.deployment("web", 2).replace("  replicas: 2\n", "  replicas: 2\n  minReadySeconds: 3\n");
    }

    String url() {
        return server.url("config");
    }

    String namespace(String environment) {
        return namespaces.get(environment);
    }

    /** A commit by hand to an environment. */
    String commit(String environment, String file, String content) throws IOException {
        return environment.equals("prod")
                ? server.commitDirectly("config", "env/prod", Map.of(file, content))
                : server.commitDirectly("config", "main", Map.of("deploy/stage/" + file, content));
    }

    /** Promotes the image of this tag, and gives the commit. */
    String promote(String environment, String tag) throws IOException, InterruptedException {
        ConfigRepository config = config();
        Application shop = config.application("shop");
        PromotionRequest request = new EnvironmentPromotion(config, shop, config.environment(shop, environment), clock)
                .ofImages(
                        List.of(ImageEdit.Image.parse("registry.test/web=" + tag)),
                        new Requester("test:" + environment + ":" + tag, JENKINS));
        PromotionResult result = promoter.promote(config.mirror(), request, PromotionListener.NONE);
        if (result.verdict() != PromotionVerdict.PROMOTED) {
            throw new IllegalStateException(result.toString());
        }
        return result.commit();
    }

    /** How a wait ended, and what a third party saw of the Deployment right then. */
    record Seen(WaitResult result, JsonNode web, List<String> said) {

        boolean isRolledOut(String tag) {
            return web.at("/spec/template/spec/containers/0/image").asText().endsWith(":" + tag)
                    && web.at("/metadata/generation").asInt()
                            == web.at("/status/observedGeneration").asInt()
                    && web.at("/status/updatedReplicas").asInt() == 2
                    && web.at("/status/availableReplicas").asInt() == 2
                    && web.at("/status/replicas").asInt() == 2;
        }
    }

    Seen waitFor(String environment, String commit) throws IOException, InterruptedException {
        said.clear();
        ConfigRepository config = config();
        Application shop = config.application("shop");
        Environment wanted = config.environment(shop, environment);
        LiveEnvironment live = new LiveEnvironment(
                config.source(shop, wanted, Renderers.with(Optional.empty())),
                cluster,
                cluster,
                new Tracking("test", "shop", environment),
                new DeliveryTurns(),
                HealthScripts.none(),
                clock);
        WaitLoop loop = new WaitLoop(clock);
        try (Wait wait = live.waitFor(commit, clock.instant().plus(Duration.ofSeconds(90)), loop::changed)) {
            WaitResult result = loop.run(wait, said::add);
            String path = "/apis/apps/v1/namespaces/" + namespace(environment) + "/deployments/web";
            return new Seen(result, new ObjectMapper().readTree(plane.answer(path)), new ArrayList<>(said));
        }
    }

    private ConfigRepository config() throws IOException {
        return new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    @Override
    public void close() {
        promoter.close();
        mirrors.close();
        server.close();
        cluster.close();
    }
}
