package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code kubectl diff} of one file of manifests, which asks the server for each object. */
final class KubectlDiff {
    private static final int DEADLINE_MINUTES = 10;
    private static final int FAILED = 2;

    private final List<String> command;
    private final Path output;

    KubectlDiff(Path kubectl, Path kubeconfig, Path manifests, String... options) throws IOException {
        command = new ArrayList<>(
                List.of(kubectl.toString(), "--kubeconfig=" + kubeconfig, "diff", "--filename=" + manifests));
        command.addAll(List.of(options));
        output = Files.createTempFile("kubectl-diff", ".patch");
    }

    /** The kubectl that is compared with: as it is released where that is built, the testbed's otherwise. */
    static Path executable(TestbedBinaries binaries) {
        Path released = binaries.folder().resolve("peers/kubectl");
        return Files.isExecutable(released) ? released : binaries.kubectl();
    }

    void run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES) || process.exitValue() >= FAILED) {
                throw new IOException(String.join(" ", command) + " failed");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** How many objects the last run called different. */
    long reported() throws IOException {
        try (var lines = Files.lines(output)) {
            return lines.filter(line -> line.startsWith("diff ")).count();
        }
    }
}
