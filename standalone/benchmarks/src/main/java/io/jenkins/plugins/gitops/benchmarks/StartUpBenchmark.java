package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.testbed.TestbedBinaries;
import java.io.IOException;
import java.util.List;

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
    private final List<String> ours = Launcher.command("--version");
    private final List<String> peer;

    private StartUpBenchmark(TestbedBinaries binaries) {
        peer = List.of(KubectlDiff.executable(binaries).toString(), "version", "--client");
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
        Launcher.run(ours); // builds the command, and its class archive
        Launcher.run(peer);
        for (int round = 0; round < rounds; round++) {
            measurement.time(OURS, () -> Launcher.run(ours));
            measurement.time(PEER, () -> Launcher.run(peer));
        }
        measurement.atMost(OURS, TARGET_MILLIS);
        measurement.timesFaster(OURS, PEER, PEER_MILLIS / TARGET_MILLIS);
        return measurement.finish();
    }
}
