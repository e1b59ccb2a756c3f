package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Destination;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
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
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How long after the truth a wait for a rollout returns, beside {@code kubectl rollout status}, on a real API server.
 * The truth is what a third process, {@code kubectl get --watch}, sees. Fails where a verdict comes before it.
 */
public final class WaitingBenchmark {
    private static final Duration STEADY = Duration.ofSeconds(1);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ROLLED_OUT =
            "{.metadata.generation}/{.status.observedGeneration}/{.spec.template.spec.containers[0].image}"
                    + "/{.status.updatedReplicas}/{.status.availableReplicas}/{.status.replicas}{\"\\n\"}";

    private final ControlPlane plane;
    private final TestbedBinaries binaries;
    private final Path kubeconfig;
    private final Clock clock = Clock.systemUTC();
    private int early;

    private WaitingBenchmark(ControlPlane plane, TestbedBinaries binaries) throws IOException {
        this.plane = plane;
        this.binaries = binaries;
        this.kubeconfig = plane.kubeconfigFile("benchmark");
    }

    /** Runs it; the argument is the number of runs, 100 where there is none. */
    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        TestbedBinaries binaries = TestbedBinaries.find()
                .orElseThrow(() -> new IllegalStateException("No testbed: " + TestbedBinaries.HOW_TO_BUILD));
        try (ControlPlane plane = ControlPlane.start(binaries, ControlPlane.Extent.WORKLOADS)) {
            if (!new WaitingBenchmark(plane, binaries).run(runs)) {
                System.exit(1);
            }
        }
    }

    private boolean run(int runs) throws Exception {
        Measurement figures = new Measurement("waiting");
        Path cache = Files.createTempDirectory("gitops-benchmark");
        String namespace = plane.namespace("waiting");
        try (GitHttpServer git = GitHttpServer.start();
                Mirrors mirrors = new Mirrors(cache);
                Cluster cluster = Clusters.connect(plane)) {
            git.createRepository("config", Map.of("web.yaml", web(0)));
            Environment environment = environment(namespace);
            LiveEnvironment live = new LiveEnvironment(
                    new GitEnvironmentSource(
                            mirrors.open(git.access("config")), environment, Renderers.with(Optional.empty())),
                    cluster,
                    cluster,
                    new Tracking("benchmark", "web", "prod"),
                    new DeliveryTurns(),
                    HealthScripts.none(),
                    clock);
            plane.kubectl().apply(web(0), "-n", namespace);
            for (int i = 1; i <= runs; i++) {
                oneRun(git, live, namespace, i, figures);
            }
        }
        figures.add("early verdicts", "count", early);
        figures.atMost("early verdicts", 0);
        figures.atMost("our wait after the truth and steadiness", 100);
        return figures.finish() && early == 0;
    }

    private void oneRun(GitHttpServer git, LiveEnvironment live, String namespace, int version, Measurement figures)
            throws Exception {
        String manifests = web(version);
        String commit = git.commitDirectly("config", "main", Map.of("web.yaml", manifests));
        CompletableFuture<Long> ours = CompletableFuture.supplyAsync(() -> waited(live, commit));
        CountDownLatch watching = new CountDownLatch(1);
        CompletableFuture<Long> truth = CompletableFuture.supplyAsync(() -> truth(namespace, version, watching));
        if (!watching.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("kubectl does not watch");
        }
        plane.kubectl().apply(manifests, "-n", namespace);
        CompletableFuture<Long> peer = CompletableFuture.supplyAsync(() -> rolloutStatus(namespace));
        long seen = truth.get(60, TimeUnit.SECONDS);
        double late = (ours.get(60, TimeUnit.SECONDS) - seen) / NANOS_PER_MILLI;
        if (late < 0) {
            early++;
        }
        figures.add("our wait after the truth and steadiness", "ms", late - STEADY.toMillis());
        figures.add(
                "kubectl rollout status after the truth",
                "ms",
                (peer.get(60, TimeUnit.SECONDS) - seen) / NANOS_PER_MILLI);
    }

    private long waited(LiveEnvironment live, String commit) {
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

    /** When another process sees that the version is rolled out. */
    private long truth(String namespace, int version, CountDownLatch watching) {
        try {
            Process process =
                    kubectl("get", "deployment", "web", "-n", namespace, "--watch", "-o", "jsonpath=" + ROLLED_OUT);
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    watching.countDown();
                    String[] parts = line.split("/", -1);
                    String image = parts[2] + "/" + parts[3];
                    if (parts[0].equals(parts[1])
                            && image.endsWith(":" + version)
                            && parts[4].equals("2")
                            && parts[5].equals("2")
                            && parts[6].equals("2")) {
                        return System.nanoTime();
                    }
                }
                throw new IllegalStateException("kubectl stopped watching");
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long rolloutStatus(String namespace) {
        try {
            Process process = kubectl("rollout", "status", "deployment/web", "-n", namespace, "--timeout=60s");
            process.getInputStream().readAllBytes();
            process.waitFor();
            return System.nanoTime();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process kubectl(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(binaries.kubectl().toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static String web(int version) {
        return Workload.deployment("web", 2).replace("registry.test/web:1", "registry.test/web:" + version);
    }

    private static Environment environment(String namespace) {
        return new Environment(
                "prod",
                new Target.Branch("main", ""),
                new Destination("benchmark", namespace),
                Delivery.EXTERNAL,
                SyncPolicy.DEFAULT,
                new HealthPolicy(HealthPolicy.Rules.ARGOCD, Duration.ofMinutes(1), STEADY, false),
                List.of(),
                List.of(),
                List.of(),
                DriftPolicy.DEFAULT);
    }
}
