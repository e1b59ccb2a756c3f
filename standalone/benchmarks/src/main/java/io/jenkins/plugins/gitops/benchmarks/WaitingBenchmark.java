package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import io.jenkins.plugins.gitops.engine.testbed.TestbedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long after the truth a wait for a rollout returns, on a real API server: beside {@code kubectl rollout status}
 * where nobody is asked, and beside {@code argocd app wait} where Argo CD delivers. The truth is what another process
 * sees. Fails where a verdict of ours comes before it.
 */
public final class WaitingBenchmark {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String OURS = "our wait after the truth and steadiness";
    private static final String OURS_BESIDE_ARGO_CD = "our wait where Argo CD delivers, likewise";
    private static final String EARLY = "early verdicts";

    private final ControlPlane plane;
    private final TestbedBinaries binaries;
    private final Measurement figures = new Measurement("waiting");
    private int early;

    private WaitingBenchmark(ControlPlane plane, TestbedBinaries binaries) {
        this.plane = plane;
        this.binaries = binaries;
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
        Optional<String> missing = TestbedPart.ARGOCD.missing(binaries);
        try (GitHttpServer git = GitHttpServer.start();
                Mirrors mirrors = new Mirrors(Files.createTempDirectory("gitops-benchmark"));
                Cluster cluster = Clusters.connect(plane)) {
            String namespace = plane.namespace("waiting");
            WaitedEnvironment environment = new WaitedEnvironment(git, mirrors, cluster, namespace, Delivery.EXTERNAL);
            plane.kubectl().apply(WaitedEnvironment.web(0), "-n", namespace);
            for (int version = 1; version <= runs; version++) {
                besideRolloutStatus(environment, witness(namespace), version);
            }
            if (missing.isEmpty()) {
                String delivered = plane.namespace("delivered");
                WaitedEnvironment other = new WaitedEnvironment(git, mirrors, cluster, delivered, Delivery.ARGOCD);
                try (ArgoCdPeer peer = ArgoCdPeer.start(binaries, plane, other.url(), delivered)) {
                    figures.version("argocd", peer.version());
                    other.waited(other.commit(1));
                    for (int version = 2; version <= runs + 1; version++) {
                        besideArgoCd(other, peer, witness(delivered), version);
                    }
                    figures.add("argocd app wait, early returns", "count", peer.early());
                    figures.add("argocd app wait, early with the old version", "count", peer.old());
                }
            }
        }
        missing.ifPresent(how -> System.out.println("NOT MEASURED: argocd app wait; " + how));
        figures.add(EARLY, "count", early);
        figures.atMost(EARLY, 0);
        figures.atMost(OURS, 100);
        if (missing.isEmpty()) {
            figures.atMost(OURS_BESIDE_ARGO_CD, 100);
        }
        return figures.finish() && early == 0;
    }

    private void besideRolloutStatus(WaitedEnvironment environment, Witness witness, int version) throws Exception {
        String commit = environment.commit(version);
        CompletableFuture<Long> ours = CompletableFuture.supplyAsync(() -> environment.waited(commit));
        CompletableFuture<Witness.Seen> truth = witness.await(version);
        plane.kubectl().apply(WaitedEnvironment.web(version), "-n", witness.namespace());
        CompletableFuture<Long> peer = CompletableFuture.supplyAsync(() -> rolloutStatus(witness));
        long seen = truth.get(60, TimeUnit.SECONDS).rolledOut();
        judge(OURS, ours, seen);
        figures.add("kubectl rollout status after the truth", "ms", late(peer.get(60, TimeUnit.SECONDS), seen));
    }

    private void besideArgoCd(WaitedEnvironment environment, ArgoCdPeer argocd, Witness witness, int version)
            throws Exception {
        CompletableFuture<Witness.Seen> truth = witness.await(version);
        String commit = environment.commit(version);
        // a Git host tells Argo CD of a push while who pushed goes on
        CompletableFuture<Void> webhook = CompletableFuture.runAsync(argocd::refresh);
        CompletableFuture<Long> ours = CompletableFuture.supplyAsync(() -> environment.waited(commit));
        long returned = argocd.appWait();
        webhook.get(60, TimeUnit.SECONDS);
        Witness.Seen seen = truth.get(60, TimeUnit.SECONDS);
        judge(OURS_BESIDE_ARGO_CD, ours, seen.rolledOut());
        argocd.judge(returned, seen);
        figures.add("argocd app wait after the truth", "ms", late(returned, seen.rolledOut()));
    }

    private void judge(String serie, CompletableFuture<Long> ours, long seen) throws Exception {
        double late = late(ours.get(90, TimeUnit.SECONDS), seen);
        if (late < 0) {
            early++;
        }
        figures.add(serie, "ms", late - WaitedEnvironment.STEADY.toMillis());
    }

    private static double late(long returned, long seen) {
        return (returned - seen) / NANOS_PER_MILLI;
    }

    private static long rolloutStatus(Witness witness) {
        try {
            Process process =
                    witness.run("rollout", "status", "deployment/web", "-n", witness.namespace(), "--timeout=60s");
            process.getInputStream().readAllBytes();
            process.waitFor();
            return System.nanoTime();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Witness witness(String namespace) throws IOException {
        return new Witness(binaries.kubectl(), plane.kubeconfigFile("benchmark"), namespace);
    }
}
