package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Instant;

/** What one look of a {@link PullRequestPromotion} came to. */
public sealed interface PullRequestLook {

    /** It is over. */
    record Done(PullRequestResult result) implements PullRequestLook {}

    /**
     * Not yet.
     *
     * @param at when to look again
     * @param status what it is waiting for, as a sentence
     */
    record Again(Instant at, String status) implements PullRequestLook {}
}
