package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.gitops.configuration.Background;
import io.jenkins.plugins.gitops.engine.promotion.Look;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A wait under way. Nothing of it lives on a thread: a look at Git and the cluster tells when to look again, and the
 * cluster's watches wake it sooner. What is waited for and until when is kept over a restart; the rest is seen anew.
 */
final class WaitExecution extends RepeatingExecution<GitOpsWaitHealthyStep> {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES_SHOWN = 5;

    private final long started;

    /** What is waited for; null until it is known. */
    @CheckForNull
    private volatile String commit;

    /** In milliseconds since 1970; 0 until it is known. */
    private volatile long deadline;

    @CheckForNull
    private transient volatile WaitSession session;

    WaitExecution(GitOpsWaitHealthyStep step, StepContext context) {
        super(step, context);
        this.started = System.currentTimeMillis();
    }

    @Override
    void open() throws IOException, InterruptedException {
        pause();
        WaitSession opened = WaitSession.open(step(), build(), listener(), commit, deadline, this::wake);
        session = opened;
        if (commit == null) {
            commit = opened.commit();
            deadline = opened.deadline().toEpochMilli();
            save();
            say("Waiting for commit " + opened.commit() + " to be live in " + step().getApplication() + " "
                    + step().getEnvironment() + ", at most "
                    + Util.getTimeSpanString(deadline - System.currentTimeMillis()));
        }
    }

    @CheckForNull
    @Override
    Instant turn() throws IOException, InterruptedException {
        WaitSession current = session;
        if (current == null) {
            return null;
        }
        Look look = current.look();
        if (look instanceof Look.Done done) {
            WaitResult result = done.result();
            current.record(result, build())
                    .thenAcceptAsync(trouble -> attempt(() -> finish(result, trouble)), Background.executor());
            return null;
        }
        Look.Again again = (Look.Again) look;
        tell(again.status());
        return again.at();
    }

    private void finish(WaitResult result, String trouble) throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        if (!trouble.isEmpty()) {
            say(trouble);
        }
        long took = System.currentTimeMillis() - started;
        say(result.verdict() + " after " + Util.getTimeSpanString(took)
                + (result.causes().isEmpty() ? "" : ": " + String.join("; ", shown(result.causes()))));
        if (step().isPropagate() && !result.verdict().isLive()) {
            throw new AbortException(
                    "Commit " + result.commit() + " did not become live in " + step().getApplication() + " "
                            + step().getEnvironment() + ": " + result.verdict() + ". "
                            + String.join("; ", shown(result.causes())));
        }
        succeed(StepResults.of(result, took));
    }

    private static List<String> shown(List<String> causes) {
        return causes.subList(0, Math.min(CAUSES_SHOWN, causes.size()));
    }

    @Override
    void close() throws IOException, InterruptedException {
        WaitSession held = session;
        session = null;
        if (held != null) {
            held.close();
        }
        endPause();
    }
}
