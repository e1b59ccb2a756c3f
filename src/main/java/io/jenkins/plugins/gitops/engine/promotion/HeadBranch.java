package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The branch that a pull request is made from. It holds one commit on top of the base, and is moved from where it was
 * seen and from nowhere else.
 */
final class HeadBranch {
    private final Mirror mirror;
    private final PromotionRequest promotion;
    private final String name;
    private final Arrival arrival;

    HeadBranch(Mirror mirror, PullRequestPlan plan, Arrival arrival) {
        this.mirror = mirror;
        this.promotion = plan.promotion();
        this.name = plan.head();
        this.arrival = arrival;
    }

    /** Whose commit the branch stands at. */
    enum Owner {
        /** There is no branch. */
        NOBODY,
        /** This promotion's, as it makes it. */
        THIS,
        /** Another promotion's of the same application and environment. */
        ANOTHER,
        /** Somebody's who is no promotion. */
        SOMEBODY
    }

    /**
     * Where the branch stands.
     *
     * @param commit null where there is no branch
     */
    record Standing(Owner owner, @CheckForNull CommitInfo commit) {
        CommitInfo there() {
            if (commit == null) {
                throw new IllegalStateException("There is no branch");
            }
            return commit;
        }

        /** What the promotion there says about itself, as far as it is one like another. */
        Trailers trailers(Trailers like) {
            return Trailers.of(there()).stream()
                    .filter(each -> each.stream().equals(like.stream()))
                    .findFirst()
                    .orElse(Trailers.none());
        }
    }

    Standing read() throws IOException {
        Optional<String> tip = mirror.resolve(ref());
        if (tip.isEmpty()) {
            return new Standing(Owner.NOBODY, null);
        }
        CommitInfo commit = mirror.commit(tip.get());
        if (arrival.isMine(commit)) {
            // everybody can read its id, and write it under something else
            return new Standing(isAsMade(commit) ? Owner.THIS : Owner.SOMEBODY, commit);
        }
        boolean promoted = Trailers.of(commit).stream().map(Trailers::stream).anyMatch(promotion.streams()::contains);
        return new Standing(promoted ? Owner.ANOTHER : Owner.SOMEBODY, commit);
    }

    private boolean isAsMade(CommitInfo commit) throws IOException {
        if (commit.parents().size() != 1) {
            return false;
        }
        String parent = commit.parents().get(0);
        try {
            List<FileChange> changes = promotion.edit().apply(mirror.tree(parent));
            return mirror.writeTree(parent, changes).equals(commit.tree());
        } catch (GitException e) {
            if (ProvedCommits.hasNoVersion(e)) {
                return false; // on another parent than it was made on
            }
            throw e;
        }
    }

    /** Whether a commit stands on the base alone. */
    boolean isOnBase(CommitInfo head, String base) throws IOException {
        return mirror.isAncestor(head.parents().get(0), base);
    }

    /** Whether the base holds all that the branch does, so that nothing is lost where it is moved. */
    boolean isIncluded(CommitInfo head, String base) throws IOException {
        if (head.parents().isEmpty() || mirror.isAncestor(head.id(), base)) {
            return mirror.isAncestor(head.id(), base);
        }
        return CommitEdit.between(mirror.tree(head.parents().get(0)), mirror.tree(head.id()), "")
                .changesNothing(mirror.tree(base));
    }

    /** Whether the branch reads as the changes would make the base read now. */
    boolean holds(CommitInfo head, List<FileChange> changes) throws IOException {
        return holds(mirror.tree(head.id()), changes);
    }

    /** Whether a tree has every file as the changes would write it. */
    static boolean holds(TreeReader tree, List<FileChange> changes) throws IOException {
        for (FileChange change : changes) {
            if (!Arrays.equals(tree.read(change.path()).orElse(null), change.content())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Moves the branch to a commit of changes on top of the base.
     *
     * @param from where it was seen
     * @return why it did not move; empty where it did
     */
    Optional<String> move(Standing from, String base, List<FileChange> changes, Instant time) throws IOException {
        Optional<String> seen = Optional.ofNullable(from.commit()).map(CommitInfo::id);
        try (RefPush push = mirror.openPush(ref())) {
            if (!push.tip().equals(seen)) {
                return Optional.of(name + " was moved by somebody else");
            }
            String commit = mirror.writeCommit(
                    mirror.writeTree(base, changes),
                    base,
                    promotion.author(),
                    promotion.author(),
                    time,
                    promotion.commitMessage());
            if (push.isStale()) {
                return Optional.of("The mirror was made again during the push");
            }
            PushOutcome outcome = push.push(commit, base);
            return outcome.state() == PushOutcome.State.ACCEPTED
                    ? Optional.empty()
                    : Optional.of("The push to " + name + " was not accepted"
                            + (outcome.message().isEmpty() ? "" : ": " + outcome.message()));
        }
    }

    /** What is against promoting over another promotion that stands there. */
    Optional<TipRule.Objection> objection(Standing standing) throws IOException {
        return new BranchOrders().objection(mirror, promotion, standing.there().id());
    }

    private String ref() {
        return "refs/heads/" + name;
    }
}
