package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A promotion that is to be made as a pull request.
 *
 * @param promotion what is promoted, without its gates, which are asked before the merge; its branch is the base
 * @param head the branch that the pull request is made from, the same for every promotion of the same applications into
 *     one environment, so that there are never two of them
 * @param policy labels, reviewers, and how it is merged
 * @param shown how the change is shown
 * @param waits whether it is over when the change has come to the base, and not before
 * @param deadline when it ends at the latest; null: when it is over
 */
public record PullRequestPlan(
        PromotionRequest promotion,
        String head,
        PullRequestPolicy policy,
        RenderedChange shown,
        boolean waits,
        @CheckForNull Instant deadline) {
    private static final String PREFIX = "gitops/promote/";

    /** No name of an application holds it. */
    private static final String AND = "+";

    /** A branch is a file on many servers, whose name has a limit. */
    private static final int LONGEST_NAMES = 120;

    /** The plan for a promotion by a policy. Who merges by itself waits for it. */
    static PullRequestPlan of(
            PullRequestPolicy policy,
            String head,
            PromotionRequest promotion,
            RenderedChange shown,
            boolean waits,
            @CheckForNull Instant deadline) {
        return new PullRequestPlan(
                promotion.ungated(),
                head,
                policy,
                shown,
                waits || policy.merge() == PullRequestPolicy.Merge.AUTOMATIC,
                deadline);
    }

    /**
     * The branch that the pull requests of applications into an environment are made from, in whichever order they are
     * named.
     */
    static String head(Collection<String> applications, String environment) {
        String names = String.join(AND, new TreeSet<>(applications));
        String shown = names.length() <= LONGEST_NAMES
                ? names
                : applications.size() + AND + UUID.nameUUIDFromBytes(names.getBytes(StandardCharsets.UTF_8));
        return PREFIX + shown + "/" + environment;
    }
}
