package io.jenkins.plugins.gitops.engine.git;

/**
 * What became of a push, as far as its answer tells.
 *
 * @param state what is known
 * @param message the server's own words, for people only; empty where it said nothing
 */
public record PushOutcome(State state, String message) {

    /** What is known about a push. */
    public enum State {
        /** The ref stood at the commit when the server answered. */
        ACCEPTED,
        /** The server says no: the ref had moved, or a rule forbids the push. */
        REFUSED,
        /** No answer: the ref may have moved or not, or may yet. */
        UNKNOWN
    }
}
