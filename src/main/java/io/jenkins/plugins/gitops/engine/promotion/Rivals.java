package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Other processes that push to the same branch, as the races lost to them tell. While there are any, a push waits for a
 * random moment of a window first: so they lose fewer races to each other, and more goes up in one push. The window grows
 * with each race lost and shrinks with each won; who is alone never waits.
 */
final class Rivals {
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);
    private static final long NARROWEST_MILLIS = 80;
    private static final long WIDEST_MILLIS = 640;

    private long window = NARROWEST_MILLIS / 2;
    private Instant lastLoss = Instant.MIN;

    synchronized void lost(Instant now) {
        window = Math.min(WIDEST_MILLIS, window * 2);
        lastLoss = now;
    }

    synchronized void won() {
        window = Math.max(NARROWEST_MILLIS, window * 4 / 5);
    }

    /** How long to wait before the next push. */
    synchronized Duration pause(Instant now) {
        return areThere(now) ? Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(window)) : Duration.ZERO;
    }

    /** Whether a race was lost to any lately. */
    synchronized boolean areThere(Instant now) {
        return !lastLoss.equals(Instant.MIN) && !now.isAfter(lastLoss.plus(FORGOTTEN));
    }
}
