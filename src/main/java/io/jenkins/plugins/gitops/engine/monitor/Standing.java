package io.jenkins.plugins.gitops.engine.monitor;

/** What is known of how a desired object came to be as it is. */
enum Standing {
    /** Seen for the first time, and never yet as Git says. */
    FIRST_SEEN,
    /** Git has changed since: until it is delivered a difference may be just that. */
    AWAITED,
    /** Was seen as Git says it now: whatever differs was changed since. */
    DELIVERED
}
