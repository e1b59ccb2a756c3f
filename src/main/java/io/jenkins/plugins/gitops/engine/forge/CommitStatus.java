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

    /**
     * How a check went, whether or not its host lets it fail. One that ran and is neutral is a success; one that was
     * skipped has looked at nothing, and is an error like what nobody knows.
     */
    public enum State {
        /** It holds. */
        SUCCESS,
        /** It does not hold. */
        FAILURE,
        /** It is not known yet. */
        PENDING,
        /** It could not be found out. */
        ERROR
    }
}
