package io.jenkins.plugins.gitops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PromotionBenchmarkTest {
    @Test
    void promotesFasterThanItsPeers() throws Exception {
        assertThat(PromotionBenchmark.holds(3)).isTrue();
    }

    @Test
    @Tag("nightly")
    void promotesFasterThanItsPeersInALongRun() throws Exception {
        assertThat(PromotionBenchmark.holds(30)).isTrue();
    }
}
