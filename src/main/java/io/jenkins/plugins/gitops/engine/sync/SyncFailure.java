package io.jenkins.plugins.gitops.engine.sync;

/** A sync cannot go on. The message is a sentence. */
final class SyncFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean passing;

    private SyncFailure(String message, boolean passing) {
        super(message);
        this.passing = passing;
    }

    /** One that another attempt may not have. */
    static SyncFailure passing(String message) {
        return new SyncFailure(message, true);
    }

    /** One that only a change of what is asked for can help. */
    static SyncFailure lasting(String message) {
        return new SyncFailure(message, false);
    }

    boolean isPassing() {
        return passing;
    }
}
