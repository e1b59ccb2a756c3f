package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A step that goes on turn by turn, and holds no thread between two: each tells when the next is due, and a change wakes
 * it sooner.
 */
abstract class RepeatingExecution<S extends GitOpsStep> extends GitOpsExecution<S> {
    private static final long serialVersionUID = 1L;

    /** What is waited for, as the log was told; null before it was. */
    @CheckForNull
    private volatile String status;

    @CheckForNull
    private transient volatile Repeater repeater;

    RepeatingExecution(S step, StepContext context) {
        super(step, context);
    }

    /** Opens what the turns need, anew after a restart. */
    abstract void open() throws IOException, InterruptedException;

    /** One turn; tells when the next is due, null where the step has ended. */
    @CheckForNull
    abstract Instant turn() throws IOException, InterruptedException;

    /** Gives back what is open; may wait for a turn under way. */
    abstract void close() throws IOException, InterruptedException;

    @Override
    final void begin() {
        inBackground(this::beginNow);
    }

    private void beginNow() throws IOException, InterruptedException {
        try {
            open();
            if (!hasEnded()) {
                repeater = new Repeater(this::attemptTurn, background(), Timer.get(), Clock.systemUTC());
                wake();
            }
        } catch (IOException failure) {
            if (!isPatient(failure)) {
                throw failure;
            }
            tell(failure.getMessage());
            afterOutage(this::beginNow);
        } finally {
            if (hasEnded()) {
                release(); // of what was opened since
            }
        }
    }

    /** A turn would see something new. Returns at once. */
    final void wake() {
        Repeater turns = repeater;
        if (turns != null) {
            turns.wake();
        }
    }

    private Optional<Instant> attemptTurn() {
        Instant[] next = new Instant[1];
        attempt(() -> next[0] = hasEnded() ? null : turn());
        return hasEnded() ? Optional.empty() : Optional.ofNullable(next[0]);
    }

    /** Tells the log what is waited for, once. */
    final void tell(String sentence) throws IOException, InterruptedException {
        if (!sentence.equals(status)) {
            status = sentence;
            say(sentence);
        }
    }

    @Override
    public String getStatus() {
        String told = status;
        return told == null ? "about to look at " + step().getRepository() : told;
    }

    @Override
    void release() {
        Repeater turns = repeater;
        if (turns != null) {
            turns.close();
        }
        inBackground(this::close);
    }
}
