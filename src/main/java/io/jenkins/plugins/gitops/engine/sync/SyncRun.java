package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.sync.SyncResult.Ending;
import io.jenkins.plugins.gitops.engine.sync.SyncStep.Done;
import io.jenkins.plugins.gitops.engine.sync.SyncStep.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A sync under way, with its further attempts. It has no thread: whoever owns it calls {@link #advance}, again when it
 * says. {@link #cancel} answers at once even while a call to the cluster is under way.
 */
public final class SyncRun {
    private final SyncRequest request;
    private final Function<BooleanSupplier, SyncAttempt> attempts;
    private SyncAttempt attempt;
    private int count = 1;
    private Duration backoff;
    private Waiting retry;
    private Done done;
    private volatile boolean cancelled;

    SyncRun(SyncRequest request, Function<BooleanSupplier, SyncAttempt> attempts) {
        this.request = request;
        this.attempts = attempts;
        this.backoff = request.policy().retry().initial();
        this.attempt = attempts.apply(() -> cancelled);
    }

    /**
     * Goes on as far as it can without waiting, calls to the cluster aside. Failures are part of the result.
     *
     * @param now the time
     */
    public synchronized SyncStep advance(Instant now) {
        if (done != null) {
            return done;
        }
        if (retry != null) {
            if (now.isBefore(retry.until()) && !cancelled) {
                return retry;
            }
            retry = null;
            count++;
            attempt = attempts.apply(() -> cancelled);
        }
        SyncStep step = attempt.advance(now);
        if (!(step instanceof Done ended)) {
            return step;
        }
        SyncResult result = ended.result().afterAttempts(count);
        if (result.ending() == Ending.FAILED && mayTryAgain(now)) {
            retry = new Waiting(
                    now.plus(backoff),
                    "attempt " + (count + 1) + " of "
                            + (request.policy().retry().limit() + 1) + ": " + result.message());
            backoff = longer(backoff);
            return retry;
        }
        done = new Done(result);
        return done;
    }

    /** Until when it goes on at most. */
    public Instant deadline() {
        return request.deadline();
    }

    /** Ends it before the next object. What was done stays done. */
    public void cancel() {
        cancelled = true;
    }

    private boolean mayTryAgain(Instant now) {
        return attempt.mayPass()
                && !request.dryRun()
                && count <= request.policy().retry().limit()
                && now.plus(backoff).isBefore(request.deadline());
    }

    private Duration longer(Duration wait) {
        SyncPolicy.Retry policy = request.policy().retry();
        Duration next = Duration.ofMillis((long) (wait.toMillis() * policy.factor()));
        return next.compareTo(policy.maximum()) < 0 ? next : policy.maximum();
    }
}
