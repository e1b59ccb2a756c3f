package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.gitops.configuration.Background;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.util.Timer;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.actions.PauseAction;

/**
 * A step under way. It works in the background, begins again by itself after a restart, and ends once: with a result,
 * with a failure, or at once when it is stopped.
 */
abstract class GitOpsExecution<S extends GitOpsStep> extends StepExecution {
    private static final long serialVersionUID = 1L;
    private static final long SAVE_SECONDS = 60;
    private static final Logger LOGGER = Logger.getLogger(GitOpsExecution.class.getName());

    private final S step;

    private transient volatile boolean ended;

    /** Until when servers are given time to come up after a restart; null where the step began in this run of Jenkins. */
    @CheckForNull
    private transient volatile Instant patientUntil;

    GitOpsExecution(S step, StepContext context) {
        super(context);
        this.step = step;
    }

    /** Something that may fail. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    final S step() {
        return step;
    }

    @Override
    public final boolean start() throws Exception {
        // an unknown or forbidden name fails here, before anything is asked of a server
        GitOpsGlobalConfiguration.get()
                .repository(step.getRepository(), build().getParent().getFullName());
        begin();
        return false;
    }

    @Override
    public final void onResume() {
        patientUntil = Instant.now().plus(Outage.PATIENCE);
        begin();
    }

    /**
     * Whether a failure to begin is worth another try: Jenkins and its Git host may come up together.
     */
    final boolean isPatient(IOException failure) {
        return isPatient(failure, Instant.now());
    }

    final boolean isPatient(IOException failure, Instant now) {
        Instant until = patientUntil;
        return until != null && !ended && (waitsAnyway() || now.isBefore(until)) && Outage.isBehind(failure);
    }

    /** Whether it waited for as long as it takes before the restart, outages and all, so that it does so after it. */
    boolean waitsAnyway() {
        return false;
    }

    /** Does something in the background in a while, if the step has not ended by then. */
    final void afterOutage(Work work) {
        Runnable later = () -> {
            if (!ended) {
                inBackground(work);
            }
        };
        Timer.get().schedule(later, Outage.PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins, or begins again after a restart. Returns at once. */
    abstract void begin();

    /** Lets go of what is held. Returns at once; called once, when the step ends. */
    void release() {}

    @Override
    public final void stop(@NonNull Throwable cause) {
        if (end()) {
            getContext().onFailure(cause);
        }
    }

    /** The threads of this environment; another's servers may be slow. */
    final Executor background() {
        return Background.executor(step.getRepository() + " " + step.environmentName());
    }

    /** Does something in the background; what it throws is the end of the step. */
    final void inBackground(Work work) {
        background().execute(() -> attempt(work));
    }

    final void attempt(Work work) {
        try {
            work.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            fail(interrupted);
        } catch (AbortException told) {
            fail(told);
        } catch (IOException failure) {
            LOGGER.log(Level.FINE, "Step " + step.getClass().getSimpleName() + " failed", failure);
            fail(new AbortException(failure.getMessage() == null ? failure.toString() : failure.getMessage()));
        } catch (RuntimeException | Error failure) {
            fail(failure);
        }
    }

    final void succeed(Object result) {
        if (end()) {
            getContext().onSuccess(result);
        }
    }

    final void fail(Throwable cause) {
        if (end()) {
            getContext().onFailure(cause);
        }
    }

    final boolean hasEnded() {
        return ended;
    }

    private boolean end() {
        synchronized (this) {
            if (ended) {
                return false;
            }
            ended = true;
        }
        release();
        return true;
    }

    /** Keeps what the step knows, so that it is there after a crash too. */
    final void save() throws IOException, InterruptedException {
        try {
            getContext().saveState().get(SAVE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IOException("The state of the build could not be saved", failure);
        }
    }

    final Run<?, ?> build() throws IOException, InterruptedException {
        return required(Run.class);
    }

    final FlowNode node() throws IOException, InterruptedException {
        return required(FlowNode.class);
    }

    final TaskListener listener() throws IOException, InterruptedException {
        return required(TaskListener.class);
    }

    final void say(String sentence) throws IOException, InterruptedException {
        listener().getLogger().println(sentence);
    }

    /** Marks the time until the step ends as waiting. */
    final void pause() throws IOException, InterruptedException {
        FlowNode node = node();
        if (!PauseAction.isPaused(node)) {
            node.addAction(new PauseAction("GitOps"));
        }
    }

    final void endPause() throws IOException, InterruptedException {
        PauseAction.endCurrentPause(node());
    }

    private <T> T required(Class<T> type) throws IOException, InterruptedException {
        T value = getContext().get(type);
        if (value == null) {
            throw new IllegalStateException("A step runs in a build, in a node of its graph, with a log");
        }
        return value;
    }
}
