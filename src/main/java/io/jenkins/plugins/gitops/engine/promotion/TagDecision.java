package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailers;

/** What is to be done about a promotion by tag, as the tags of the server stand. */
sealed interface TagDecision {

    /**
     * To make or move a tag.
     *
     * @param tag its name
     * @param message of the tag, without trailers
     * @param trailers of the promotion
     * @param standing the commit that the environment stood at; null for none
     */
    record Push(
            String tag,
            String message,
            Trailers trailers,
            @CheckForNull String standing) implements TagDecision {}

    /**
     * There is nothing more to do.
     *
     * @param tag the tag it is about, or the prefix where there is none
     * @param commit the commit that the promotion tagged; null where it tagged none
     * @param standing the commit that the environment stands at; null for none
     * @param reason a sentence
     */
    record End(
            PromotionVerdict verdict,
            String tag,
            @CheckForNull String commit,
            @CheckForNull String standing,
            String reason)
            implements TagDecision {}
}
