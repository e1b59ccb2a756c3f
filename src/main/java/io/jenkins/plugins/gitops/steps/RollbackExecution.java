package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.application.Durations;
import java.io.IOException;
import java.time.Duration;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** A rollback under way. */
final class RollbackExecution extends GitOpsExecution<GitOpsRollbackStep> {
    private static final long serialVersionUID = 1L;

    private final StepRollback rollback = new StepRollback(this);

    RollbackExecution(GitOpsRollbackStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void begin() {
        inBackground(this::beginNow);
    }

    private void beginNow() throws IOException, InterruptedException {
        try {
            rollback.make(
                    (undoing, proved) -> undoing.choose(step().getTo(), proved),
                    new StepRollback.Words(step().getReason(), step().getMessage(), holdFor()),
                    (made, failure) -> attempt(() -> finish(made, failure)));
        } catch (IOException failure) {
            if (!isPatient(failure)) {
                throw failure;
            }
            say(failure.getMessage());
            afterOutage(this::beginNow);
        }
    }

    @CheckForNull
    private Duration holdFor() {
        return step().getHoldFor() == null ? null : Durations.parse(step().getHoldFor());
    }

    private void finish(@CheckForNull StepRollback.Made made, @CheckForNull Throwable failure)
            throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        StepRollback.Made known = rollback.settle(made, failure);
        if (!known.isWhole()) {
            throw new AbortException(
                    known.decisive().verdict() + ": " + known.decisive().reason());
        }
        succeed(StepResults.of(known));
    }

    @Override
    void release() {
        rollback.cancel();
    }

    @Override
    public String getStatus() {
        return (rollback.isPushing() ? "pushing to " : "rolling back in ") + step().getRepository();
    }

    @Override
    public boolean blocksRestart() {
        return rollback.isPushing();
    }
}
