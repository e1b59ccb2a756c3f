package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncRun;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A delivery under way; between its waves it holds no thread. Applying what stands already changes nothing, so after a
 * restart the same commit is delivered again.
 */
final class SyncExecution extends GitOpsExecution<GitOpsSyncStep> {
    private static final long serialVersionUID = 1L;

    /** What is delivered; null until it is known. */
    @CheckForNull
    private volatile String commit;

    @CheckForNull
    private transient volatile EnvironmentSite site;

    @CheckForNull
    private transient volatile SyncRun run;

    @CheckForNull
    private transient volatile Repeater repeater;

    @CheckForNull
    private transient volatile String status;

    SyncExecution(GitOpsSyncStep step, StepContext context) {
        super(step, context);
    }

    @Override
    void begin() {
        inBackground(() -> {
            try {
                open();
            } finally {
                if (hasEnded()) {
                    release(); // of what was opened since
                }
            }
        });
    }

    private void open() throws IOException, InterruptedException {
        EnvironmentSite opened = EnvironmentSite.open(step(), build(), listener());
        site = opened;
        if (commit == null) {
            commit = opened.commit(step().getRevision());
            save();
        }
        run = opened.live().sync(commit, step().isPrune(), step().isDryRun());
        say((step().isDryRun() ? "Asking what delivering" : "Delivering") + " commit " + commit + " to "
                + step().getApplication() + " " + step().getEnvironment()
                + (step().isDryRun() ? " would do" : ""));
        Repeater turns = new Repeater(this::advance, Background.executor(), Timer.get(), Clock.systemUTC());
        repeater = turns;
        turns.wake();
    }

    private Optional<Instant> advance() {
        Instant[] again = new Instant[1];
        attempt(() -> again[0] = advanceOnce());
        return hasEnded() ? Optional.empty() : Optional.ofNullable(again[0]);
    }

    @CheckForNull
    private Instant advanceOnce() throws IOException, InterruptedException {
        SyncRun current = run;
        if (hasEnded() || current == null) {
            return null;
        }
        SyncStep next = current.advance(Instant.now());
        if (next instanceof SyncStep.Waiting waiting) {
            if (!waiting.why().equals(status)) {
                status = waiting.why();
                say("Waiting for " + waiting.why());
            }
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

    @Override
    public String getStatus() {
        String current = status;
        return current == null ? "delivering to " + step().getEnvironment() : "waiting for " + current;
    }

    /** Off this thread: giving connections back may close them. */
    @Override
    void release() {
        Repeater turns = repeater;
        if (turns != null) {
            turns.close();
        }
        SyncRun cancelled = run;
        if (cancelled != null) {
            cancelled.cancel();
        }
        EnvironmentSite held = site;
        site = null;
        if (held != null) {
            Background.executor().execute(held::close);
        }
    }
}
