package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long something took, each time: a histogram. Not safe for several threads. */
final class Durations {
    private static final double[] BOUNDS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};

    private final long[] within = new long[BOUNDS.length];
    private double sum;
    private long count;

    void add(Duration duration) {
        double seconds = Math.max(duration.toNanos() / 1e9, 0); // the clock may have been put back
        for (int bound = 0; bound < BOUNDS.length; bound++) {
            if (seconds <= BOUNDS[bound]) {
                within[bound]++;
            }
        }
        sum += seconds;
        count++;
    }

    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (int bound = 0; bound < BOUNDS.length; bound++) {
            samples.add(new Sample("_bucket", Map.of("le", Double.toString(BOUNDS[bound])), within[bound]));
        }
        samples.add(new Sample("_bucket", Map.of("le", "+Inf"), count));
        samples.add(new Sample("_sum", Map.of(), sum));
        samples.add(new Sample("_count", Map.of(), count));
        return samples;
    }
}
