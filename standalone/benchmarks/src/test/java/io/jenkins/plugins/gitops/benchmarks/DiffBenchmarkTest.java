package io.jenkins.plugins.gitops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnTestbed
class DiffBenchmarkTest {
    @Test
    void reportsTheTenChangedObjectsFasterThanItsPeer() throws Exception {
        assertThat(DiffBenchmark.holds(1)).isTrue();
    }

    @Test
    @Tag("nightly")
    void reportsTheTenChangedObjectsFasterThanItsPeersInALongRun() throws Exception {
        assertThat(DiffBenchmark.holds(4)).isTrue();
    }
}
