package io.jenkins.plugins.gitops.benchmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;

/** The peers that {@code testbed/build peers} builds; what needs them is skipped without, or fails where required. */
final class BuiltPeers {

    private BuiltPeers() {}

    static EnginePeer engine() {
        Optional<EnginePeer> engine = EnginePeer.find();
        if (!Boolean.getBoolean("testbed.required")) {
            assumeTrue(engine.isPresent(), "Argo CD's engine is not built: run testbed/build peers");
        }
        return engine.orElseThrow(() -> new AssertionError("Argo CD's engine is not built: run testbed/build peers"));
    }
}
