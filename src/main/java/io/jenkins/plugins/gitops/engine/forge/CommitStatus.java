package io.jenkins.plugins.gitops.engine.forge;

/**
 * What one check says of a commit.
 *
 * @param name what tells it from other checks of the commit
 * @param state how it went
 * @param description for a person; cut to what the host takes
 * @param url where to read more; empty where there is nothing, which Bitbucket does not take
 */
public record CommitStatus(String name, State state, String description, String url) {

    /** How a check went. One that ran and is neutral is a success. */
    public enum State {
        /** It holds. */
        SUCCESS,
        /** It does not hold. */
        FAILURE,
        /** It is not known yet. */
        PENDING,
        /** It could not be found out. */
        ERROR,
        /** It does not hold or was left out, and its host lets it: it proves nothing, and holds up no merge. */
        TOLERATED
    }
}
