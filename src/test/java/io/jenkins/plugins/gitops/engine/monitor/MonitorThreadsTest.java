package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MonitorThreadsTest {
    @Test
    void noTimeIsTooFarAway() throws Exception {
        Duration ever = Duration.between(Instant.EPOCH, Instant.MAX);
        try (MonitorThreads threads = new MonitorThreads()) {
            assertThat(threads.decideIn(ever, () -> {}).getDelay(TimeUnit.DAYS)).isBetween(300L, 365L);
            threads.decideIn(ever.negated(), () -> {}).get(10, TimeUnit.SECONDS);
        }
    }
}
