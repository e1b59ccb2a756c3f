package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.testbed.ArgoCd;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Argo CD delivering one application, {@code web}, and its command waiting for it. */
final class ArgoCdPeer implements AutoCloseable {
    private static final String NAME = "web";
    private static final String APPLICATION = """
            apiVersion: argoproj.io/v1alpha1
            kind: Application
            metadata: {name: %s}
            spec:
              project: default
              source: {repoURL: "%s", path: ., targetRevision: main}
              destination: {server: https://kubernetes.default.svc, namespace: %s}
              syncPolicy: {automated: {}}
            """;

    private final ArgoCd argocd;
    private final ControlPlane plane;
    private int early;
    private int old;

    private ArgoCdPeer(ArgoCd argocd, ControlPlane plane) {
        this.argocd = argocd;
        this.plane = plane;
    }

    static ArgoCdPeer start(TestbedBinaries binaries, ControlPlane plane, String url, String namespace)
            throws IOException, InterruptedException {
        ArgoCd argocd = ArgoCd.start(binaries, plane);
        plane.kubectl().apply(APPLICATION.formatted(NAME, url, namespace), "-n", ArgoCd.NAMESPACE);
        return new ArgoCdPeer(argocd, plane);
    }

    String version() throws IOException, InterruptedException {
        return run("version", "--client", "--short");
    }

    /** Asks it to look at Git, as a webhook does. */
    void refresh() {
        try {
            String annotation = "argocd.argoproj.io/refresh=normal";
            plane.kubectl().output("annotate", "application", NAME, annotation, "--overwrite", "-n", ArgoCd.NAMESPACE);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code argocd app wait}, and gives when it returned, by {@link System#nanoTime}. */
    long appWait() throws IOException, InterruptedException {
        run("app", "wait", NAME, "--timeout", "60");
        return System.nanoTime();
    }

    /** Counts a return that came before the truth. */
    void judge(long returned, Witness.Seen seen) {
        if (returned < seen.rolledOut()) {
            early++;
        }
        if (returned < seen.deployed()) {
            old++;
        }
    }

    int early() {
        return early;
    }

    /** How many of the early returns came while the version before was still what the cluster had been told to run. */
    int old() {
        return old;
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Process process = argocd.command(arguments).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("argocd " + String.join(" ", arguments) + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() {
        argocd.close();
    }
}
