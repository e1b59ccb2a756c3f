package io.jenkins.plugins.gitops.engine.promotion;

import java.io.IOException;

/** Hears what a promotion by pull request needs to go on after a restart. */
@FunctionalInterface
public interface PullRequestListener {
    /** For who does not go on after a restart. */
    PullRequestListener NONE = trace -> {};

    /**
     * Told before anything is pushed, and when more is known.
     *
     * @throws IOException where it could not be kept; what was about to be done is not done
     */
    void keep(PullRequestTrace trace) throws IOException;
}
