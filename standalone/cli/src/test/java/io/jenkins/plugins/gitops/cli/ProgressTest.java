package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final CountDownLatch flushed = new CountDownLatch(1);
    private final StringWriter terminal = new StringWriter();
    private final PrintWriter err = new PrintWriter(terminal) {
        @Override
        public void flush() {
            super.flush();
            flushed.countDown();
        }
    };

    @Test
    void tellsWhoWatchesAfterASecondAndClearsTheLine() throws Exception {
        long started = System.nanoTime();
        try (Progress progress = Progress.begin(err, "Comparing", true)) {
            progress.now("Waiting for web");
            assertThat(flushed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started))
                    .isGreaterThanOrEqualTo(1000);
            assertThat(terminal.toString()).contains("Waiting for web (").doesNotContain("Comparing");
        }
        assertThat(terminal.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void saysNothingWhereNobodyWatches() throws Exception {
        try (Progress progress = Progress.begin(err, "Comparing", false)) {
            progress.now("Waiting for web");
            assertThat(flushed.await(1500, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(terminal.toString()).isEmpty();
    }
}
