package io.jenkins.plugins.gitops.engine.forge;

/**
 * Whether a pull request could be merged, as far as its host tells.
 *
 * @param answer yes, no, or not known
 * @param why the host's own word for it, for a person
 */
public record Mergeability(Answer answer, String why) {

    /** Yes, no, or not known. */
    public enum Answer {
        /** Nothing is in the way. */
        MERGEABLE,
        /** The host is still finding out. */
        CHECKING,
        /** Approvals, checks or a rule of the host are in the way. */
        BLOCKED,
        /** The base has moved on, and the host wants the head to stand on it. */
        BEHIND,
        /** Head and base changed the same lines. */
        CONFLICTING,
        /** The host does not tell. */
        UNKNOWN
    }
}
