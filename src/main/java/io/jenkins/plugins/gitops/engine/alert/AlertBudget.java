package io.jenkins.plugins.gitops.engine.alert;

import java.time.Duration;
import java.time.Instant;

/**
 * How many messages an environment may make: a few at once, then one every ten minutes, so never more than eleven an
 * hour.
 */
final class AlertBudget {
    private static final int AT_ONCE = 5;
    private static final Duration EACH = Duration.ofMinutes(10);

    /** When nothing will be left of what was spent. */
    private Instant full = Instant.EPOCH;

    /** When the next message may be sent. */
    Instant next(Instant now) {
        Instant free = full.minus(EACH.multipliedBy(AT_ONCE - 1L));
        return free.isAfter(now) ? free : now;
    }

    void spend(Instant now) {
        full = (full.isAfter(now) ? full : now).plus(EACH);
    }

    boolean isWhole(Instant now) {
        return !full.isAfter(now);
    }
}
