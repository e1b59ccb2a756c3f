package io.jenkins.plugins.gitops.engine.monitor;

import java.time.Duration;

/**
 * How closely is watched.
 *
 * @param interval how often each repository's server is asked, give or take a tenth
 * @param steady how long something must have differed before it counts as drift
 */
public record MonitorSettings(Duration interval, Duration steady) {
    /** Repositories every 30 s, and drift after 5 s. */
    public static final MonitorSettings DEFAULT = new MonitorSettings(Duration.ofSeconds(30), Duration.ofSeconds(5));

    public MonitorSettings {
        if (interval.isZero() || interval.isNegative() || steady.isNegative()) {
            throw new IllegalArgumentException("The interval must be longer than nothing");
        }
    }
}
