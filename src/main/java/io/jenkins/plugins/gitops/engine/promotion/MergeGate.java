package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Asked right before a pull request is merged by itself, each time anew. */
@FunctionalInterface
public interface MergeGate {
    /** Lets everything through. */
    MergeGate OPEN = (pullRequest, base) -> Optional.empty();

    /** The gates that a promotion's environment declares. */
    static MergeGate of(PromotionGates gates, PromotionRequest promotion) {
        return promotion.hasGates() ? (pullRequest, base) -> gates.keepsClosed(promotion) : OPEN;
    }

    /**
     * What keeps it closed.
     *
     * @param reason a sentence
     * @param again when asking again is worth it; null where nobody knows
     */
    record Closed(String reason, @CheckForNull Instant again) {}

    /**
     * What is against merging now; empty where nothing is. Returns soon.
     *
     * @param pullRequest with its head as it would be merged
     * @param base the commit it would be merged onto
     * @throws IOException where it cannot be told, which never is leave to merge
     */
    Optional<Closed> closed(PullRequest pullRequest, String base) throws IOException;
}
