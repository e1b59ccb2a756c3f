package io.jenkins.plugins.gitops.engine.forge;

/** How a change comes into the base. */
public enum MergeMethod {
    /** By a merge commit. */
    MERGE,
    /** As one new commit. */
    SQUASH,
    /** By its commits on top of the base; no commit gets the order's message. */
    REBASE
}
