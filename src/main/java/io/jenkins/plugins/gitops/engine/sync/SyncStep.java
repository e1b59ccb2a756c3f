package io.jenkins.plugins.gitops.engine.sync;

import java.time.Instant;

/** How far a sync is. */
public sealed interface SyncStep {

    /** It ended. */
    record Done(SyncResult result) implements SyncStep {}

    /**
     * There is nothing to do for a while.
     *
     * @param until when to go on
     * @param why what it waits for, as a phrase
     */
    record Waiting(Instant until, String why) implements SyncStep {}
}
