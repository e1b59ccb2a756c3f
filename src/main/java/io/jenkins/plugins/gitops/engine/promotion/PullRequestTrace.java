package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * What is to be kept of a promotion by pull request, so that after a restart it is found again and not made anew.
 *
 * @param base where the base stood before anything was pushed; null before that
 * @param number of the pull request; 0 before there is one
 * @param dressed whether it has its labels, and its reviewers were asked
 */
public record PullRequestTrace(@CheckForNull String base, long number, boolean dressed) {
    /** Of a promotion that has not begun. */
    public static final PullRequestTrace NONE = new PullRequestTrace(null, 0, false);

    boolean hasBegun() {
        return base != null;
    }

    PullRequestTrace on(String tip) {
        return new PullRequestTrace(tip, number, dressed);
    }

    PullRequestTrace at(long opened) {
        return new PullRequestTrace(base, opened, dressed);
    }

    PullRequestTrace whenDressed() {
        return new PullRequestTrace(base, number, true);
    }
}
