package io.jenkins.plugins.gitops.engine.forge;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Counts failures in a row, to say when the next attempt is sensible: later each time, and not for all at once. */
final class Setbacks {
    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final int MOST_DOUBLINGS = 6;

    private int inARow;

    synchronized Duration next() {
        long millis = FIRST.toMillis() << Math.min(inARow, MOST_DOUBLINGS);
        inARow++;
        return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 2));
    }

    synchronized void over() {
        inARow = 0;
    }
}
