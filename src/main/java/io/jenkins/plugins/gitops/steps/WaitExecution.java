package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.Util;
import io.jenkins.plugins.gitops.configuration.Background;
import io.jenkins.plugins.gitops.engine.promotion.Look;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import io.jenkins.plugins.gitops.engine.promotion.WaitVerdict;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * A wait under way. Nothing of it lives on a thread: a look at Git and the cluster tells when to look again, and the
 * cluster's watches wake it sooner. What is waited for and until when is kept over a restart; the rest is seen anew.
 */
final class WaitExecution extends RepeatingExecution<GitOpsWaitHealthyStep> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOGGER = Logger.getLogger(WaitExecution.class.getName());
    private static final int CAUSES_SHOWN = 5;
    private static final long MOST_OUTAGES = Outage.PATIENCE.dividedBy(Outage.PAUSE);

    private final long started;

    /** What is waited for; null until it is known. */
    @CheckForNull
    private volatile String commit;

    /** In milliseconds since 1970; 0 until it is known. */
    private volatile long deadline;

    /** The result, where the environment is being rolled back for it; null before. */
    @CheckForNull
    private volatile Map<String, Object> degraded;

    /** What the step fails with then. */
    @CheckForNull
    private volatile String failure;

    private final StepRollback rollback = new StepRollback(this);

    /** How often the rollback could not begin. */
    private transient int outages;

    @CheckForNull
    private transient volatile WaitSession session;

    WaitExecution(GitOpsWaitHealthyStep step, StepContext context) {
        super(step, context);
        this.started = System.currentTimeMillis();
    }

    @Override
    void open() throws IOException, InterruptedException {
        pause();
        Map<String, Object> ended = degraded;
        if (ended != null) {
            rollBack(ended);
            return;
        }
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
        String sentence = result.verdict().isLive()
                ? null
                : "Commit " + result.commit() + " did not become live in " + step().getApplication() + " "
                        + step().getEnvironment() + ": " + result.verdict() + ". "
                        + String.join("; ", shown(result.causes()));
        Map<String, Object> values = StepResults.of(result, took);
        if (result.verdict() == WaitVerdict.DEGRADED && step().isRollback()) {
            failure = sentence;
            degraded = values;
            save();
            rollBack(values);
        } else {
            conclude(values, sentence);
        }
    }

    /** Whatever becomes of the rollback, the wait ended DEGRADED. */
    private void rollBack(Map<String, Object> ended) throws IOException, InterruptedException {
        Map<String, Object> values = new LinkedHashMap<>(ended);
        String bad = (String) values.get("commit");
        try {
            rollback.make(
                    (undoing, proved) -> undoing.chooseInsteadOf(bad, proved),
                    new StepRollback.Words(failure, null, null),
                    (made, trouble) -> attempt(() -> rolledBack(values, made, trouble)));
        } catch (IOException refused) {
            if (Outage.isBehind(refused) && outages++ < MOST_OUTAGES) {
                tell("The rollback waits: " + refused.getMessage());
                afterOutage(() -> rollBack(ended));
            } else {
                rolledBack(values, null, refused);
            }
        } catch (RuntimeException broken) {
            rolledBack(values, null, broken);
        }
    }

    private void rolledBack(
            Map<String, Object> values, @CheckForNull StepRollback.Made made, @CheckForNull Throwable trouble)
            throws IOException, InterruptedException {
        if (hasEnded()) {
            return;
        }
        String ending;
        try {
            StepRollback.Made known = rollback.settle(made, trouble);
            values.put("rollback", StepResults.of(known));
            ending = known.isWhole()
                    ? " Rolled back to " + known.plan().version() + "."
                    : " Not rolled back: " + known.decisive().reason();
        } catch (IOException | RuntimeException refused) {
            LOGGER.log(Level.FINE, "No rollback", refused);
            String why = refused.getMessage() == null ? refused.toString() : refused.getMessage();
            values.put("rollback", StepResults.noRollback(why));
            ending = " Not rolled back: " + why;
            say(ending.strip());
        }
        conclude(values, failure + ending);
    }

    private void conclude(Map<String, Object> values, @CheckForNull String sentence) throws AbortException {
        if (sentence != null && step().isPropagate()) {
            throw new AbortException(sentence);
        }
        succeed(values);
    }

    private static List<String> shown(List<String> causes) {
        return causes.subList(0, Math.min(CAUSES_SHOWN, causes.size()));
    }

    @Override
    void release() {
        rollback.cancel();
        super.release();
    }

    @Override
    public boolean blocksRestart() {
        return rollback.isPushing();
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
