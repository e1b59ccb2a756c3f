package io.jenkins.plugins.gitops.engine.testbed;

/**
 * Somebody the API server knows.
 *
 * @param name for contexts and messages
 * @param token the bearer token that proves it
 */
public record User(String name, String token) {
    /** Leaves the token out. */
    @Override
    public String toString() {
        return "User[" + name + "]";
    }
}
