package io.jenkins.plugins.gitops.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@OnTestbed
class StartUpBenchmarkTest {
    @Test
    void startsFastBesideItsPeer() throws Exception {
        assertThat(StartUpBenchmark.holds(5)).isTrue();
    }

    @Test
    @Tag("nightly")
    void startsFastBesideItsPeerInALongRun() throws Exception {
        assertThat(StartUpBenchmark.holds(30)).isTrue();
    }
}
