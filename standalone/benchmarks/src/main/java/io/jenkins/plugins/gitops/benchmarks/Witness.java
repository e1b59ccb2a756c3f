package io.jenkins.plugins.gitops.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The truth about the Deployment {@code web} with two replicas, as a process of its own sees it: {@code kubectl get
 * --watch}.
 *
 * @param kubectl the program
 * @param kubeconfig whose current context is the cluster
 * @param namespace the Deployment's
 */
record Witness(Path kubectl, Path kubeconfig, String namespace) {
    private static final String SEEN =
            "{.metadata.generation}/{.status.observedGeneration}/{.spec.template.spec.containers[0].image}"
                    + "/{.status.updatedReplicas}/{.status.availableReplicas}/{.status.replicas}{\"\\n\"}";

    /**
     * When it saw a version, by {@link System#nanoTime}.
     *
     * @param deployed when the cluster was told to run it
     * @param rolledOut when it ran, and nothing else
     */
    record Seen(long deployed, long rolledOut) {}

    /** Starts to watch, and returns once it does; what it gives is done when the version is rolled out. */
    CompletableFuture<Seen> await(int version) throws InterruptedException {
        CountDownLatch watching = new CountDownLatch(1);
        CompletableFuture<Seen> seen = CompletableFuture.supplyAsync(() -> watch(version, watching));
        if (!watching.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("kubectl does not watch");
        }
        return seen;
    }

    private Seen watch(int version, CountDownLatch watching) {
        try {
            Process process = run("get", "deployment", "web", "-n", namespace, "--watch", "-o", "jsonpath=" + SEEN);
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                long deployed = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    watching.countDown();
                    String[] parts = line.split("/", -1);
                    boolean isNew = parts[3].endsWith(":" + version);
                    if (isNew && deployed == 0) {
                        deployed = System.nanoTime();
                    }
                    boolean isAll = List.of(parts).subList(4, 7).stream().allMatch("2"::equals);
                    if (isNew && isAll && parts[0].equals(parts[1])) {
                        return new Seen(deployed, System.nanoTime());
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

    /** Another {@code kubectl}, whose complaints are left out. */
    Process run(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(kubectl.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        return builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
