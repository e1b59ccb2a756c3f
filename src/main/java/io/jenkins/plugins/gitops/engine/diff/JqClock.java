package io.jenkins.plugins.gitops.engine.diff;

import java.time.Duration;

/** How long the expression that this thread runs may go on. */
final class JqClock {
    /** Argo CD's limit for an expression on an object. */
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private static final ThreadLocal<Long> END = new ThreadLocal<>();

    private JqClock() {}

    /** Not jq's own kind of exception, which a {@code ?} in the expression would catch. */
    static final class TimeUp extends RuntimeException {
        private static final long serialVersionUID = 1;

        private TimeUp() {
            super("took longer than " + LIMIT.toSeconds() + " s", null, false, false);
        }
    }

    static void start() {
        END.set(System.nanoTime() + LIMIT.toNanos());
    }

    static void stop() {
        END.remove();
    }

    static void check() {
        if (left() <= 0) {
            throw new TimeUp();
        }
    }

    /** Nanoseconds; the limit where nothing was started. */
    static long left() {
        Long end = END.get();
        return end == null ? LIMIT.toNanos() : end - System.nanoTime();
    }
}
