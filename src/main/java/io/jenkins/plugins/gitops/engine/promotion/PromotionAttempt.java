package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import io.jenkins.plugins.gitops.engine.git.UnifiedDiff;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** One promotion on its way: what was tried, and what is known about it. Used by one thread. */
final class PromotionAttempt {
    /** A server that says no as often as this to a branch that does not move means it. */
    private static final int REFUSALS = 5;

    private static final int HISTORY = 10_000;

    private final Mirror mirror;
    private final PromotionRequest request;
    private final PromotionListener listener;
    private final Clock clock;

    private int attempts;

    /** The first tip pushed to: if the promotion got through, it is between this and the tip. */
    @CheckForNull
    private String recordedParent;

    /** Whether a push may have got through without our knowing. */
    private boolean uncertain;

    @CheckForNull
    private String refusedOn;

    private int refusals;
    private String obstacle = "the branch was busy";

    @CheckForNull
    private GitException unreachable;

    PromotionAttempt(Mirror mirror, PromotionRequest request, PromotionListener listener, Clock clock) {
        this.mirror = mirror;
        this.request = request;
        this.listener = listener;
        this.clock = clock;
        this.recordedParent = request.recordedParent();
        this.uncertain = recordedParent != null;
    }

    int attempts() {
        return attempts;
    }

    /** Why the last attempt did not get through. */
    String obstacle() {
        return obstacle;
    }

    static PromotionResult dryRun(Mirror mirror, PromotionRequest request) throws IOException {
        String tip = mirror.resolve(request.ref()).orElseThrow(() -> noBranch(mirror, request));
        List<FileChange> changes = request.edit().apply(mirror.tree(tip));
        String tree = mirror.writeTree(tip, changes);
        boolean same = tree.equals(mirror.commit(tip).tree());
        return new PromotionResult(
                same ? PromotionVerdict.UNCHANGED : PromotionVerdict.PROMOTED,
                mirror.url().toString(),
                request.branch(),
                null,
                tree,
                tip,
                same ? List.of() : paths(changes),
                1,
                same ? "The branch already reads so." : "Would be promoted; nothing was pushed.",
                UnifiedDiff.of(mirror.tree(tip), changes));
    }

    /** Tries once; empty where it is worth another try. */
    Optional<PromotionResult> run() throws IOException {
        attempts++;
        try (RefPush push = mirror.openPush(request.ref())) {
            unreachable = null;
            if (push.tip().isEmpty()) {
                if (recordedParent == null) {
                    throw noBranch(mirror, request);
                }
                return Optional.of(conflict(null, "The branch is gone."));
            }
            return onTip(push, push.tip().get());
        } catch (GitException e) {
            if (e.reason() != Reason.UNREACHABLE) {
                throw e;
            }
            unreachable = e;
            obstacle = e.getMessage();
            return Optional.empty();
        }
    }

    private Optional<PromotionResult> onTip(RefPush push, String tip) throws IOException {
        if (recordedParent != null && !tip.equals(recordedParent)) {
            Optional<CommitInfo> found = find(mirror, request.id(), recordedParent, tip);
            if (found.isPresent()) {
                return Optional.of(found(found.get()));
            }
            if (uncertain && !mirror.isAncestor(recordedParent, tip)) {
                return Optional.of(conflict(
                        tip,
                        "The branch was rewritten while the answer to a push was outstanding: whether the promotion was"
                                + " taken back on purpose cannot be told. Promote anew if it was not."));
            }
        }
        if (!tip.equals(refusedOn)) {
            refusals = 0;
        } else if (refusals >= REFUSALS) {
            return Optional.of(
                    conflict(tip, "The server refuses the push although the branch did not move: " + obstacle));
        }
        List<FileChange> changes = request.edit().apply(mirror.tree(tip));
        String tree = mirror.writeTree(tip, changes);
        if (tree.equals(mirror.commit(tip).tree())) {
            return Optional.of(
                    result(PromotionVerdict.UNCHANGED, null, tree, tip, List.of(), "The branch already reads so."));
        }
        return push(push, tip, tree, changes);
    }

    private Optional<PromotionResult> push(RefPush push, String tip, String tree, List<FileChange> changes)
            throws IOException {
        String message = request.trailers().withPromotionId(request.id()).appendTo(request.message());
        String commit = mirror.writeCommit(tree, tip, request.author(), request.author(), clock.instant(), message);
        if (recordedParent == null) {
            listener.pushing(tip);
            recordedParent = tip;
        }
        PushOutcome outcome = push.push(commit);
        switch (outcome.state()) {
            case ACCEPTED -> {
                return Optional.of(result(PromotionVerdict.PROMOTED, commit, tree, tip, paths(changes), "Promoted."));
            }
            case REFUSED -> {
                refusedOn = tip;
                refusals++;
            }
            case UNKNOWN -> uncertain = true;
        }
        obstacle = outcome.message().isEmpty() ? "the push was refused" : outcome.message();
        return Optional.empty();
    }

    /** Ends a promotion that ran out of time. */
    PromotionResult giveUp() throws GitException {
        if (unreachable != null) {
            throw unreachable;
        }
        if (uncertain) {
            throw new GitException(
                    Reason.UNREACHABLE,
                    "The answer to the push of " + request.id() + " to " + mirror.url()
                            + " is lost, and the branch could" + " not be read since: " + obstacle
                            + ". Promote again with the same id to find out.");
        }
        return conflict(
                recordedParent, "Did not get through in " + request.timeout().toSeconds() + " s: " + obstacle);
    }

    static Optional<CommitInfo> find(Mirror mirror, String promotionId, @CheckForNull String recordedParent, String tip)
            throws IOException {
        return mirror.log(recordedParent, tip, HISTORY).stream()
                .filter(commit -> commit.hasTrailer(Trailers.PROMOTION_ID, promotionId))
                .findFirst();
    }

    private PromotionResult found(CommitInfo commit) throws IOException {
        String parent = commit.parents().isEmpty() ? null : commit.parents().get(0);
        return result(
                PromotionVerdict.PROMOTED,
                commit.id(),
                commit.tree(),
                parent,
                parent == null ? List.of() : paths(request.edit().apply(mirror.tree(parent))),
                "Promoted by an earlier attempt, found on the branch.");
    }

    private PromotionResult conflict(@CheckForNull String tip, String reason) {
        return result(PromotionVerdict.CONFLICT, null, null, tip, List.of(), reason);
    }

    private PromotionResult result(
            PromotionVerdict verdict,
            @CheckForNull String commit,
            @CheckForNull String tree,
            @CheckForNull String parent,
            List<String> files,
            String reason) {
        return new PromotionResult(
                verdict,
                mirror.url().toString(),
                request.branch(),
                commit,
                tree,
                parent,
                files,
                attempts,
                reason,
                null);
    }

    private static List<String> paths(List<FileChange> changes) {
        return changes.stream().map(FileChange::path).sorted().toList();
    }

    private static GitException noBranch(Mirror mirror, PromotionRequest request) {
        return new GitException(Reason.NOT_FOUND, mirror.url() + " has no branch \"" + request.branch() + "\"");
    }
}
