package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;

/**
 * What became of a promotion by pull request.
 *
 * @param promotion what became of the promotion: PROMOTED once its change is on the base, GATED where its pull request
 *     is open or was closed; its commit is the one on the base, or else the one that the pull request brings
 * @param pullRequest the pull request as last seen; null where there is none
 */
public record PullRequestResult(
        PromotionResult promotion, @CheckForNull PullRequest pullRequest) {

    /** Whether there is a pull request that brings this very promotion, and may still be merged. */
    public boolean isProposed() {
        return promotion.verdict() == PromotionVerdict.GATED
                && promotion.commit() != null
                && pullRequest != null
                && pullRequest.state() == PullRequest.State.OPEN;
    }
}
