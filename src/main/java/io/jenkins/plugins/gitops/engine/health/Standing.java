package io.jenkins.plugins.gitops.engine.health;

/** What a wait makes of a health, whichever rules gave it. */
public enum Standing {
    HEALTHY,
    /** Not there yet; may come by itself. */
    PROGRESSING,
    /** Held by someone: nothing moves until they let go. */
    SUSPENDED,
    FAILED,
    MISSING,
    /** The rules could not tell. Never green. */
    UNKNOWN
}
