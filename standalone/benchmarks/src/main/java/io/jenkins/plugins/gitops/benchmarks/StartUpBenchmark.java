package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The launcher with {@code --version} as a process of its own; beside it, in turns, {@code kubectl version --client},
 * which is native. Target: 350 ms where the peer takes 40 ms.
 */
public final class StartUpBenchmark {
    private static final String OURS = "gitops --version";
    private static final String PEER = "kubectl version --client";
    private static final double TARGET_MILLIS = 350;
    private static final double PEER_MILLIS = 40;

    private final Measurement measurement = new Measurement("startup");
    private final List<String> ours = List.of(launcher().toString(), "--version");
    private final List<String> peer;

    private StartUpBenchmark(TestbedBinaries binaries) {
        Path released = binaries.folder().resolve("peers/kubectl");
        Path kubectl = Files.isExecutable(released) ? released : binaries.kubectl();
        peer = List.of(kubectl.toString(), "version", "--client");
    }

    /** Runs so many rounds, 15 where no number is given; ends with 1 where the ratio is missed. */
    public static void main(String... arguments) throws Exception {
        System.exit(holds(arguments.length == 0 ? 15 : Integer.parseInt(arguments[0])) ? 0 : 1);
    }

    /** Runs so many rounds; false where the ratio is missed. */
    static boolean holds(int rounds) throws Exception {
        TestbedBinaries binaries = TestbedBinaries.find()
                .orElseThrow(() -> new IOException("The testbed is not built: " + TestbedBinaries.HOW_TO_BUILD));
        return new StartUpBenchmark(binaries).run(rounds);
    }

    private boolean run(int rounds) throws Exception {
        start(ours); // builds the command, and its class archive
        start(peer);
        for (int round = 0; round < rounds; round++) {
            measurement.time(OURS, () -> start(ours));
            measurement.time(PEER, () -> start(peer));
        }
        measurement.atMost(OURS, TARGET_MILLIS);
        measurement.timesFaster(OURS, PEER, PEER_MILLIS / TARGET_MILLIS);
        return measurement.finish();
    }

    private static void start(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** The launcher in the nearest folder upwards that has one. */
    private static Path launcher() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Path launcher = here.resolve("gitops");
            if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                return launcher;
            }
        }
        throw new IllegalStateException("There is no launcher gitops upwards from here");
    }
}
