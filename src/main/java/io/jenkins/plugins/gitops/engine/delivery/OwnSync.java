package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.sync.SyncRun;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A sync that waits for its turn: of all that would deliver to one environment, one does at a time. Like the sync itself
 * it has no thread, and is advanced by whoever owns it.
 */
public final class OwnSync {
    private static final Duration TURN = Duration.ofSeconds(1);

    private final SyncRun run;
    private final DeliveryTurns turns;
    private final String environment;
    private final ReentrantLock advancing = new ReentrantLock();
    private boolean done;
    private volatile boolean cancelled;

    /** @param environment what no two deliver to at once: the environment's tracking label */
    public OwnSync(SyncRun run, DeliveryTurns turns, String environment) {
        this.run = run;
        this.turns = turns;
        this.environment = environment;
    }

    /**
     * Goes on as far as it can without waiting, calls to the cluster aside. Failures are part of the result.
     *
     * @param now the time
     */
    public SyncStep advance(Instant now) {
        advancing.lock();
        try {
            if (!done && !cancelled && !turns.take(environment, this)) {
                if (now.isBefore(run.deadline())) {
                    return new SyncStep.Waiting(now.plus(TURN), "another delivery to the environment");
                }
                run.cancel(); // nothing is begun after its time
            }
            SyncStep step = run.advance(now);
            done |= step instanceof SyncStep.Done;
            return step;
        } finally {
            boolean over = done;
            advancing.unlock();
            if (over || cancelled) {
                turns.leave(environment, this);
            }
        }
    }

    /** Ends it before the next object, and then the turn. What was done stays done. Returns at once. */
    public void cancel() {
        cancelled = true;
        run.cancel();
        if (advancing.tryLock()) {
            try {
                turns.leave(environment, this);
            } finally {
                advancing.unlock();
            }
        }
    }
}
