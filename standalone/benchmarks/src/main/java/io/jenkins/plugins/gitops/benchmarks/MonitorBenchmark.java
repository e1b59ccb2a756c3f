package io.jenkins.plugins.gitops.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.monitor.Monitor;
import io.jenkins.plugins.gitops.engine.monitor.MonitorContext;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitorSettings;
import io.jenkins.plugins.gitops.engine.promotion.LiveEnvironment;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How fast the monitor finds a drift and heals it, and what it costs when nothing happens: 1,000 objects of ten
 * applications on a real API server. The time that a drift has to be steady is left out.
 */
public final class MonitorBenchmark {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double BYTES_PER_KILOBYTE = 1024;
    private static final Duration STEADY = Duration.ofSeconds(2);
    private static final Duration PACE = Duration.ofMillis(100);
    private static final Duration IDLE = Duration.ofSeconds(10);
    private static final String DETECTION = "write to recorded drift, steadiness left out";
    private static final String WORST = "the same, 99th of a hundred";
    private static final String HEALING = "recorded drift to healed and seen so";
    private static final String FIRST = "first comparison of 1,000 objects";

    private static final String INSTALLATION = "benchmark";

    private final Clock clock = Clock.systemUTC();
    private final Renderer renderer = Renderers.with(Optional.empty());
    private final DeliveryTurns turns = new DeliveryTurns();
    private final Measurement figures = new Measurement("monitor");
    private final ThousandObjects objects = new ThousandObjects();
    private final Map<String, CountDownLatch> seen = new ConcurrentHashMap<>();
    private final Map<ResourceKey, Long> drifted = new ConcurrentHashMap<>();
    private final Map<ResourceKey, Long> resolved = new ConcurrentHashMap<>();

    /** Runs it; the argument is the number of drifts, 200 where there is none and 250 at most. */
    public static void main(String[] arguments) throws Exception {
        int drifts = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        TestbedBinaries binaries = TestbedBinaries.find()
                .orElseThrow(() -> new IllegalStateException("No testbed: " + TestbedBinaries.HOW_TO_BUILD));
        try (ControlPlane plane = ControlPlane.start(binaries, ControlPlane.Extent.API)) {
            if (!new MonitorBenchmark().run(plane, drifts)) {
                System.exit(1);
            }
        }
    }

    private boolean run(ControlPlane plane, int drifts) throws Exception {
        try (GitHttpServer git = GitHttpServer.start();
                Mirrors mirrors = new Mirrors(Files.createTempDirectory("gitops-benchmark"));
                Cluster cluster = Clusters.connect(plane);
                Monitor monitor = monitor(git, mirrors, cluster)) {
            for (String namespace : seen.keySet()) {
                plane.createNamespace(namespace);
            }
            deliver(config(git, mirrors), cluster);
            List<Resource> live =
                    cluster.list(cluster.type(Clusters.CONFIG_MAP).orElseThrow(), Optional.empty(), Optional.empty());
            long before = heap();
            figures.time(FIRST, () -> {
                monitor.start();
                for (CountDownLatch environment : seen.values()) {
                    if (!environment.await(1, TimeUnit.MINUTES)) {
                        throw new IllegalStateException("Not everything was seen in a minute");
                    }
                }
            });
            figures.add(
                    "heap for each object, its manifest included",
                    "KB",
                    (heap() - before) / BYTES_PER_KILOBYTE / ThousandObjects.COUNT);
            figures.add("idle", "% of a core", idle());
            List<Resource> chosen = live.stream()
                    .filter(object -> object.namespace().startsWith("benchmark-")
                            && object.name().startsWith("app-"))
                    .limit(drifts)
                    .toList();
            drift(cluster, chosen);
        }
        figures.atMost(WORST, 100);
        figures.atMost(HEALING, 250);
        figures.atMost(FIRST, 5_000);
        return figures.finish();
    }

    private Monitor monitor(GitHttpServer git, Mirrors mirrors, Cluster cluster) throws Exception {
        Map<String, String> files = new LinkedHashMap<>();
        StringBuilder configuration = new StringBuilder("applications:\n");
        objects.byNamespace().forEach((namespace, manifests) -> {
            seen.put(namespace, new CountDownLatch(1));
            files.put(namespace + "/all.yaml", manifests);
            configuration.append("""
                      - name: %1$s
                        environments:
                          - {name: prod, folder: %1$s, destination: {cluster: c, namespace: %1$s}, drift: heal}
                    """.formatted(namespace));
        });
        files.put("gitops.yaml", configuration.toString());
        git.createRepository("config", files);
        return new Monitor(
                List.of(config(git, mirrors)),
                new MonitorContext(
                        name -> cluster,
                        renderer,
                        INSTALLATION,
                        turns,
                        new MonitorSettings(Duration.ofMinutes(10), STEADY),
                        clock,
                        this::hear));
    }

    private static ConfigRepository config(GitHttpServer git, Mirrors mirrors) throws IOException {
        return new ConfigRepository(mirrors.open(git.access("config")), null);
    }

    private void deliver(ConfigRepository config, Cluster cluster) throws Exception {
        for (Application application : config.configuration().applications()) {
            Environment environment = application.environments().get(0);
            OwnSync sync = new LiveEnvironment(
                            config.source(application, environment, renderer),
                            cluster,
                            cluster,
                            new Tracking(INSTALLATION, application.name(), environment.name()),
                            turns,
                            HealthScripts.none(),
                            clock)
                    .sync(null, false, false);
            while (sync.advance(clock.instant()) instanceof SyncStep.Waiting) {
                TimeUnit.MILLISECONDS.sleep(PACE.toMillis());
            }
        }
    }

    private void hear(MonitorEvent event) {
        long now = System.nanoTime();
        if (event instanceof MonitorEvent.Seen each) {
            seen.get(each.place().application()).countDown();
        } else if (event instanceof MonitorEvent.Drifted each) {
            drifted.putIfAbsent(each.drift().resource(), now);
        } else if (event instanceof MonitorEvent.Resolved each) {
            resolved.putIfAbsent(each.drift().resource(), now);
        } else if (!(event instanceof MonitorEvent.Healed)) {
            System.out.println(event);
        }
    }

    /** Changes an object every tenth of a second, as kubectl edit does. */
    private void drift(Cluster cluster, List<Resource> chosen) throws Exception {
        ResourceType type = cluster.type(Clusters.CONFIG_MAP).orElseThrow();
        ApplyOptions edit = new ApplyOptions("kubectl-edit", false, false, true);
        Map<ResourceKey, Long> written = new LinkedHashMap<>();
        for (Resource object : chosen) {
            Resource now = cluster.get(type, object.namespace(), object.name()).orElseThrow();
            written.put(object.key(), System.nanoTime());
            cluster.replace(now.with("debug", "data", "level"), edit);
            TimeUnit.MILLISECONDS.sleep(PACE.toMillis());
        }
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!resolved.keySet().containsAll(written.keySet())) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Of " + written.size() + " drifts " + drifted.size()
                        + " were found and " + resolved.size() + " healed");
            }
            TimeUnit.MILLISECONDS.sleep(PACE.toMillis());
        }
        written.forEach((key, time) -> {
            figures.add(DETECTION, "ms", (drifted.get(key) - time) / NANOS_PER_MILLI - STEADY.toMillis());
            figures.add(HEALING, "ms", (resolved.get(key) - drifted.get(key)) / NANOS_PER_MILLI);
        });
        List<Double> sorted = written.keySet().stream()
                .map(key -> (drifted.get(key) - written.get(key)) / NANOS_PER_MILLI - STEADY.toMillis())
                .sorted()
                .toList();
        figures.add(WORST, "ms", sorted.get((sorted.size() * 99 + 99) / 100 - 1));
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static double idle() throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long before = system.getProcessCpuTime();
        TimeUnit.SECONDS.sleep(IDLE.toSeconds());
        return 100.0 * (system.getProcessCpuTime() - before) / IDLE.toNanos();
    }
}
