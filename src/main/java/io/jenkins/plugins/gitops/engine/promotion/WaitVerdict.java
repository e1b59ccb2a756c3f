package io.jenkins.plugins.gitops.engine.promotion;

/** What a wait for a commit ends with. Each is about that commit and no other. */
public enum WaitVerdict {
    /** The commit is live: everything there, in sync, healthy, and steadily so. */
    LIVE,
    /** A newer commit is live, and making our edit again on it changes nothing. */
    INCLUDED_IN_NEWER,
    /** A newer commit took the place of our edit. */
    SUPERSEDED,
    /** The commit is in the cluster and cannot become healthy by itself. */
    DEGRADED,
    /** Who delivers refuses to, or failed for good. */
    BLOCKED,
    /** The deadline passed before any of the others could be said. */
    TIMED_OUT,
    /** It could not be told: Git or the cluster could not be reached or read. Never green. */
    UNKNOWN;

    /** Whether the change is live. */
    public boolean isLive() {
        return this == LIVE || this == INCLUDED_IN_NEWER;
    }
}
