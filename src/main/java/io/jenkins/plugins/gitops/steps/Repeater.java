package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does one thing again and again, never twice at once and on no thread of its own: when it asked to be done again, and
 * soon after it is woken. It ends when it asks for no more.
 */
final class Repeater implements AutoCloseable {
    /** Changes come in swarms; this much later they are looked at together. */
    private static final Duration SWARM = Duration.ofMillis(25);

    private final Supplier<Optional<Instant>> turn;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Clock clock;

    private boolean running;
    private boolean woken;
    private boolean closed;

    @CheckForNull
    private ScheduledFuture<?> next;

    @CheckForNull
    private Instant nextAt;

    /**
     * @param turn what is done; tells when to be done again, or that it is over. Its last words are its own: it does not
     *     throw
     * @param executor where it is done
     * @param timer for what comes later; does nothing itself
     */
    Repeater(Supplier<Optional<Instant>> turn, Executor executor, ScheduledExecutorService timer, Clock clock) {
        this.turn = turn;
        this.executor = executor;
        this.timer = timer;
        this.clock = clock;
    }

    /** Something changed, or the first turn is due. Returns at once. */
    synchronized void wake() {
        woken = true;
        if (!running) {
            schedule(clock.instant().plus(SWARM));
        }
    }

    /** No turn begins after this. Returns at once. */
    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
            next = null;
        }
    }

    private synchronized void schedule(Instant at) {
        if (closed || (next != null && nextAt != null && !at.isBefore(nextAt))) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        nextAt = at;
        long delay = Math.max(0, Duration.between(clock.instant(), at).toMillis());
        next = timer.schedule(() -> executor.execute(this::run), delay, TimeUnit.MILLISECONDS);
    }

    private void run() {
        synchronized (this) {
            if (closed || running) {
                return;
            }
            running = true;
            woken = false;
            next = null;
        }
        Optional<Instant> again = turn.get();
        synchronized (this) {
            running = false;
            if (again.isEmpty()) {
                closed = true;
            } else {
                schedule(woken ? clock.instant().plus(SWARM) : again.get());
            }
        }
    }
}
