package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Sees a wait through on the calling thread, for the command, which has nothing else to do. */
public final class WaitLoop {
    private final Clock clock;
    private final Semaphore changes = new Semaphore(0);

    public WaitLoop(Clock clock) {
        this.clock = clock;
    }

    /** To be called when a look would see something new. */
    public void changed() {
        changes.release();
    }

    /**
     * Looks until there is a verdict.
     *
     * @param transitions told what is waited for, whenever that changes
     */
    public WaitResult run(Wait wait, Consumer<String> transitions) throws InterruptedException {
        String status = "";
        while (true) {
            changes.drainPermits();
            Look look = wait.look();
            if (look instanceof Look.Done done) {
                return done.result();
            }
            Look.Again again = (Look.Again) look;
            if (!again.status().equals(status)) {
                status = again.status();
                transitions.accept(status);
            }
            long millis =
                    Math.max(1, Duration.between(clock.instant(), again.at()).toMillis());
            if (changes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
        }
    }
}
