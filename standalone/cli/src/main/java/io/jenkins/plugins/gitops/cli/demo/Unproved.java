package io.jenkins.plugins.gitops.cli.demo;

/** A claim of a stage does not hold. */
final class Unproved extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unproved(String message) {
        super(message);
    }

    /** @throws Unproved where a claim does not hold */
    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new Unproved(message);
        }
    }
}
