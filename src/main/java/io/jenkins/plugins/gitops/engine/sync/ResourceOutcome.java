package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;

/**
 * What a sync did with one object.
 *
 * @param key the object
 * @param action what was done
 * @param message a sentence where there is something to say, else empty
 */
public record ResourceOutcome(ResourceKey key, Action action, String message) {

    /** What was done with an object. */
    public enum Action {
        /** Made, or changed where it differed. */
        APPLIED,
        /** In sync already, and left alone. */
        UNCHANGED,
        /** Deleted, since Git no longer has it. */
        PRUNED,
        /** Git no longer has it, but it stays; the message says why. */
        KEPT,
        /** A hook that ran to its end. */
        HOOK_DONE,
        /** The message says why. */
        FAILED,
        /** Its turn did not come. */
        NOT_STARTED
    }
}
