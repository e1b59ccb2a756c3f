package io.jenkins.plugins.gitops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("nightly")
class ObjectBenchmarkTest {
    @Test
    void judgesAndComparesFasterThanArgoCdsEngine() throws Exception {
        assertThat(ObjectBenchmark.holds(BuiltPeers.engine(), 5)).isTrue();
    }
}
