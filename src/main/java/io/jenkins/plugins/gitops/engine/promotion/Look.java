package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Instant;

/** What one look of a {@link Wait} came to. */
public sealed interface Look {

    /** The wait is over. */
    record Done(WaitResult result) implements Look {}

    /**
     * Not yet.
     *
     * @param at when to look again at the latest; earlier when something changes
     * @param status what it is waiting for, as a sentence
     */
    record Again(Instant at, String status) implements Look {}
}
