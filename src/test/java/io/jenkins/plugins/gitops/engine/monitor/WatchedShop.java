package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.cluster.InterceptedCluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The shop of a config repository on a real Git server, in a namespace of a real API server, with a monitor beside it:
 * a Deployment, a Service and a ConfigMap.
 */
final class WatchedShop implements AutoCloseable {
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: blue}
            """;
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              selector: {app: web}
              ports: [{port: 80}]
            """;

    private final ControlPlane plane;
    private final GitHttpServer server = GitHttpServer.start();
    private final Mirrors mirrors;
    private final InterceptedCluster cluster;
    private final Renderer renderer = Renderers.with(Optional.empty());
    private final DeliveryTurns turns = new DeliveryTurns();
    private final Clock clock = Clock.systemUTC();
    private final List<MonitorEvent> events = new CopyOnWriteArrayList<>();
    private final String namespace;
    private final Monitor monitor;

    /** @param more what {@code gitops.yaml} says of the environment beside where it is: lines of eight spaces */
    WatchedShop(ControlPlane plane, Path cache, MonitorSettings settings, String more)
            throws IOException, InterruptedException {
        this.plane = plane;
        this.namespace = plane.namespace("monitor");
        this.mirrors = new Mirrors(cache);
        this.cluster = new InterceptedCluster(Clusters.connect(plane));
        server.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        configuration(more),
                        "envs/prod/web.yaml",
                        Workload.deployment("web", 2),
                        "envs/prod/service.yaml",
                        SERVICE,
                        "envs/prod/settings.yaml",
                        SETTINGS));
        this.monitor = new Monitor(
                List.of(config()),
                new MonitorContext(name -> cluster, renderer, "test", turns, settings, clock, events::add));
    }

    String configuration(String more) {
        return """
                applications:
                  - name: shop
                    environments:
                      - name: prod
                        folder: envs/prod
                        destination: {cluster: test, namespace: %s}
                """.formatted(namespace) + more;
    }

    /** Delivers what Git says, as a stage would. */
    WatchedShop deliver() throws IOException, InterruptedException {
        ConfigRepository config = config();
        var shop = config.application("shop");
        OwnSync run = new LiveEnvironment(
                        config.source(shop, config.environment(shop, "prod"), renderer),
                        cluster,
                        cluster,
                        new Tracking("test", "shop", "prod"),
                        turns,
                        HealthScripts.none(),
                        clock)
                .sync(null, false, false);
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofSeconds(60))
                .until(() -> run.advance(clock.instant()) instanceof SyncStep.Done);
        SyncResult result = ((SyncStep.Done) run.advance(clock.instant())).result();
        if (result.ending() != SyncResult.Ending.SYNCED) {
            throw new IllegalStateException(result.toString());
        }
        return this;
    }

    /** Begins to watch, and waits until everything is seen. */
    WatchedShop watch() {
        begin();
        await(MonitorEvent.Seen.class, seen -> true);
        return this;
    }

    /** Begins to watch. */
    void begin() {
        monitor.start();
    }

    private ConfigRepository config() throws IOException {
        return new ConfigRepository(mirrors.open(server.access("config")), null);
    }

    GitHttpServer server() {
        return server;
    }

    MonitorMetrics metrics() {
        return monitor.metrics();
    }

    InterceptedCluster cluster() {
        return cluster;
    }

    String namespace() {
        return namespace;
    }

    /** A commit by somebody. */
    String commit(String file, String content) throws IOException {
        return server.commitDirectly("config", "main", Map.of(file, content));
    }

    String kubectl(String... arguments) throws IOException, InterruptedException {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return plane.kubectl().output(all).strip();
    }

    /** The same for a merge patch, where nothing may be thrown. */
    void change(String object, String patch) {
        try {
            kubectl("patch", object, "--type=merge", "-p", patch);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<MonitorEvent> events() {
        return List.copyOf(events);
    }

    <T extends MonitorEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** The first event of a kind that fits, waited for. */
    <T extends MonitorEvent> T await(Class<T> type, Predicate<T> fits) {
        try {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> events(type).stream().anyMatch(fits));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("No such " + type.getSimpleName() + " among " + events, e);
        }
        return events(type).stream().filter(fits).findFirst().orElseThrow();
    }

    MonitorEvent.Drifted drift(String kind, String name) {
        return await(MonitorEvent.Drifted.class, event -> is(event.drift(), kind, name));
    }

    MonitorEvent.Resolved resolved(String kind, String name) {
        return await(MonitorEvent.Resolved.class, event -> is(event.drift(), kind, name));
    }

    private static boolean is(DriftRecord drift, String kind, String name) {
        return drift.resource().kind().equals(kind) && drift.resource().name().equals(name);
    }

    @Override
    public void close() {
        monitor.close();
        mirrors.close();
        server.close();
        cluster.close();
    }
}
