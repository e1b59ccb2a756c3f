package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import java.time.Instant;

/**
 * A promotion that is to be made as a pull request.
 *
 * @param promotion what is promoted, without its gates, which are asked before the merge; its branch is the base
 * @param head the branch that the pull request is made from, the same for every promotion of one application into one
 *     environment, so that there are never two of them
 * @param policy labels, reviewers, and how it is merged
 * @param waits whether it is over when the change has come to the base, and not before
 * @param deadline when it ends at the latest; null: when it is over
 */
public record PullRequestPlan(
        PromotionRequest promotion,
        String head,
        PullRequestPolicy policy,
        boolean waits,
        @CheckForNull Instant deadline) {
    private static final String PREFIX = "gitops/promote/";

    /**
     * The plan for a promotion into an environment. Who merges by itself waits for it.
     *
     * @param waits whether the merge is waited for where people merge, too
     */
    public static PullRequestPlan of(
            String application,
            Environment environment,
            PromotionRequest promotion,
            boolean waits,
            @CheckForNull Instant deadline) {
        PullRequestPolicy policy = environment.pullRequest();
        return new PullRequestPlan(
                promotion.ungated(),
                head(application, environment.name()),
                policy,
                waits || policy.merge() == PullRequestPolicy.Merge.AUTOMATIC,
                deadline);
    }

    /** The branch that the pull requests of an application into an environment are made from. */
    static String head(String application, String environment) {
        return PREFIX + application + "/" + environment;
    }
}
