package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.promotion.Look;
import io.jenkins.plugins.gitops.engine.promotion.Wait;
import io.jenkins.plugins.gitops.engine.promotion.WaitResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The part of a wait that a restart loses: its connections, and what it has seen. */
final class WaitSession implements AutoCloseable {
    private final EnvironmentSite site;
    private final String commit;
    private final Instant deadline;
    private final Wait wait;

    private WaitSession(EnvironmentSite site, String commit, Instant deadline, Runnable changed) {
        this.site = site;
        this.commit = commit;
        this.deadline = deadline;
        this.wait = site.live().waitFor(commit, deadline, changed);
    }

    /**
     * Opens what a wait needs.
     *
     * @param kept what was waited for before a restart; null at first
     * @param until when that was to end, in milliseconds since 1970
     * @param changed called when a look would see something new
     */
    static WaitSession open(
            GitOpsWaitHealthyStep step,
            Run<?, ?> build,
            TaskListener listener,
            @CheckForNull String kept,
            long until,
            Runnable changed)
            throws IOException {
        EnvironmentSite site = EnvironmentSite.open(step, build, listener);
        try {
            if (kept != null) {
                return new WaitSession(site, kept, Instant.ofEpochMilli(until), changed);
            }
            String promoted = PromotedCommits.last(build, step);
            String wanted = step.getCommit() == null ? promoted : step.getCommit();
            Instant deadline = Instant.now().plus(timeout(step, site));
            return new WaitSession(site, site.commit(wanted), deadline, changed);
        } catch (IOException | RuntimeException failure) {
            site.close();
            throw failure;
        }
    }

    private static Duration timeout(GitOpsWaitHealthyStep step, EnvironmentSite site) throws AbortException {
        try {
            return step.getTimeout() == null
                    ? site.environment().health().timeout()
                    : Durations.parse(step.getTimeout());
        } catch (IllegalArgumentException wrong) {
            throw new AbortException("timeout: " + wrong.getMessage());
        }
    }

    String commit() {
        return commit;
    }

    Instant deadline() {
        return deadline;
    }

    Look look() {
        return wait.look();
    }

    /** Keeps in Git what the wait proved; what came in the way is a sentence, empty where nothing did. */
    CompletableFuture<String> record(WaitResult result, Run<?, ?> build) {
        return site.record(result, build);
    }

    @Override
    public void close() {
        wait.close();
        site.close();
    }
}
