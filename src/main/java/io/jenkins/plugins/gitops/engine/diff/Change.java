package io.jenkins.plugins.gitops.engine.diff;

/** How one object stands between desired and live state. */
public enum Change {
    /** Live is as desired. */
    NONE,
    /** Live, not desired, and ours. */
    ADDED,
    /** Desired, not live. */
    MISSING,
    /** Both are there, and fields differ. */
    MODIFIED
}
