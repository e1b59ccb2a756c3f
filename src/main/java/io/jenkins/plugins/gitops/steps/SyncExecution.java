package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A delivery under way; between its waves it holds no thread. Applying what stands already changes nothing, so after a
 * restart the same commit is delivered again.
 */
final class SyncExecution extends RepeatingExecution<GitOpsSyncStep> {
    private static final long serialVersionUID = 1L;

    /** What is delivered; null until it is known. */
    @CheckForNull
    private volatile String commit;

    /** In milliseconds since 1970; 0 until it is known. */
    private volatile long deadline;

    @CheckForNull
    private transient volatile EnvironmentSite site;

    @CheckForNull
    private transient volatile OwnSync run;

    SyncExecution(GitOpsSyncStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void open() throws IOException, InterruptedException {
        EnvironmentSite opened = EnvironmentSite.open(step(), build(), listener());
        site = opened;
        if (commit == null) {
            commit = opened.commit(step().getRevision());
            deadline =
                    Instant.now().plus(opened.environment().health().timeout()).toEpochMilli();
            save();
        }
        run = opened.live().sync(commit, step().isPrune(), step().isDryRun(), Instant.ofEpochMilli(deadline));
        say((step().isDryRun() ? "Asking what delivering" : "Delivering") + " commit " + commit + " to "
                + step().getApplication() + " " + step().getEnvironment()
                + (step().isDryRun() ? " would do" : ""));
    }

    @CheckForNull
    @Override
    Instant turn() throws IOException, InterruptedException {
        OwnSync current = run;
        if (current == null) {
            return null;
        }
        SyncStep next = current.advance(Instant.now());
        if (next instanceof SyncStep.Waiting waiting) {
            tell("Waiting for " + waiting.why());
            return waiting.until();
        }
        finish(((SyncStep.Done) next).result());
        return null;
    }

    private void finish(SyncResult result) throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        PrintStream log = listener().getLogger();
        for (ResourceOutcome outcome : result.resources()) {
            if (outcome.action() != ResourceOutcome.Action.UNCHANGED) {
                log.println("  " + outcome.action() + " " + outcome.key()
                        + (outcome.message().isEmpty() ? "" : ": " + outcome.message()));
            }
        }
        result.warnings().forEach(warning -> log.println("  " + warning));
        log.println(result.ending() + ": " + result.message());
        if (result.ending() != SyncResult.Ending.SYNCED) {
            throw new AbortException("The delivery to " + step().getApplication() + " " + step().getEnvironment()
                    + " ended " + result.ending() + ": " + result.message());
        }
        succeed(StepResults.of(result, commit));
    }

    /** Cancels at once, so that no further object is applied. */
    @Override
    void release() {
        OwnSync cancelled = run;
        if (cancelled != null) {
            cancelled.cancel();
        }
        super.release();
    }

    @Override
    void close() {
        EnvironmentSite held = site;
        site = null;
        if (held != null) {
            held.close();
        }
    }
}
