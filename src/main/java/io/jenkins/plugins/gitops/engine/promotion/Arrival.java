package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.util.Optional;

/**
 * Finds the change of a pull request on its base, however it came there: by the promotion's id in the history; where
 * the host dropped that, by what it says it merged; else because making the edit again would change nothing.
 */
final class Arrival {
    private final Mirror mirror;
    private final PromotionRequest promotion;

    Arrival(Mirror mirror, PromotionRequest promotion) {
        this.mirror = mirror;
        this.promotion = promotion;
    }

    /** Whether a commit was made for this promotion. */
    boolean isMine(String commit) throws IOException {
        Optional<String> there = mirror.resolve(commit);
        return there.isPresent() && isMine(mirror.commit(there.get()));
    }

    boolean isMine(CommitInfo commit) {
        return commit.hasTrailer(Trailer.PROMOTION_ID.key(), promotion.id());
    }

    /**
     * The commit that brought the change; empty where the base does not hold it.
     *
     * @param tip of the base
     * @param since where the base stood before
     * @param pullRequest as last seen; null where there is none
     */
    Optional<String> on(String tip, String since, @CheckForNull PullRequest pullRequest) throws IOException {
        Optional<String> merge = pullRequest == null ? Optional.empty() : merge(pullRequest, tip);
        Optional<CommitInfo> found = new PromotionHistory(mirror, tip).find(promotion.id(), since);
        if (found.isPresent()) {
            String commit = found.get().id();
            return merge.isPresent() && mirror.isAncestor(commit, merge.get()) ? merge : Optional.of(commit);
        }
        if (merge.isPresent() && isMine(pullRequest.headCommit())) {
            return merge;
        }
        return changesNothing(tip)
                ? Optional.of(new EditOrigin(mirror, promotion.edit()).since(tip))
                : Optional.empty();
    }

    private boolean changesNothing(String tip) throws IOException {
        return mirror.writeTree(tip, promotion.edit().apply(mirror.tree(tip)))
                .equals(mirror.commit(tip).tree());
    }

    private Optional<String> merge(PullRequest pullRequest, String tip) throws IOException {
        Optional<String> commit = pullRequest.mergeCommit();
        return commit.isPresent() && mirror.resolve(commit.get()).isPresent() && mirror.isAncestor(commit.get(), tip)
                ? commit
                : Optional.empty();
    }
}
