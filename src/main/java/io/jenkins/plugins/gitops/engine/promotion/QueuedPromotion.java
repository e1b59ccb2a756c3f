package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.UnifiedDiff;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One promotion on its way: what was tried, and what is known about it. Its branch's queue touches it on one thread at a
 * time; the result is told on another, so that nobody who hears it holds up the queue.
 */
final class QueuedPromotion {
    private static final Logger LOGGER = Logger.getLogger(QueuedPromotion.class.getName());

    /** A server that says no as often as this to a promotion alone, on a branch that does not move, means it. */
    private static final int REFUSALS = 5;

    private final Mirror mirror;
    private final PromotionRequest request;
    private final PromotionListener listener;
    private final Executor executor;
    private final Instant deadline;
    private final CompletableFuture<PromotionResult> result = new CompletableFuture<>();

    private int attempts;
    private boolean decided;

    /** The first tip pushed to: if the promotion got through, it is between this and the tip. */
    @CheckForNull
    private String recordedParent;

    /** Done when whoever listens has kept the recorded parent. */
    private CompletableFuture<Void> kept;

    /** Whether a push may have got through without our knowing. */
    private boolean uncertain;

    /** Refused together with others although the branch did not move; pushed alone from then on. */
    private boolean suspect;

    @CheckForNull
    private String refusedOn;

    private int refusals;
    private Instant notBefore = Instant.MIN;
    private String obstacle = "the branch was busy";

    @CheckForNull
    private GitException unreachable;

    QueuedPromotion(
            Mirror mirror, PromotionRequest request, PromotionListener listener, Clock clock, Executor executor) {
        this.mirror = mirror;
        this.request = request;
        this.listener = listener;
        this.executor = executor;
        this.deadline = clock.instant().plus(request.timeout());
        this.recordedParent = request.recordedParent();
        this.kept = recordedParent == null ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
        this.uncertain = recordedParent != null;
    }

    CompletableFuture<PromotionResult> result() {
        return result;
    }

    PromotionRequest request() {
        return request;
    }

    Instant deadline() {
        return deadline;
    }

    Instant notBefore() {
        return notBefore;
    }

    void notBefore(Instant time) {
        notBefore = time;
    }

    boolean isSuspect() {
        return suspect;
    }

    int attempts() {
        return attempts;
    }

    /** Whether there is nothing more to do: it has a result, or nobody wants one any more. */
    boolean isOver() {
        return decided || result.isDone();
    }

    /** Shows what would be changed, and pushes nothing. */
    void dryRun() {
        try {
            String tip = mirror.resolve(request.ref()).orElseThrow(this::noBranch);
            attempts = 1;
            Optional<TipRule.Objection> objection = objection(new BranchOrders(), tip);
            if (objection.isPresent()) {
                end(result(
                        objection.get().verdict(),
                        null,
                        null,
                        tip,
                        List.of(),
                        objection.get().reason()));
                return;
            }
            List<FileChange> changes = request.edit().apply(mirror.tree(tip));
            String tree = mirror.writeTree(tip, changes);
            boolean same = tree.equals(mirror.commit(tip).tree());
            end(new PromotionResult(
                    same ? PromotionVerdict.UNCHANGED : PromotionVerdict.PROMOTED,
                    mirror.url().toString(),
                    request.branch(),
                    null,
                    tree,
                    tip,
                    same ? List.of() : paths(changes),
                    attempts,
                    same ? "The branch already reads so." : "Would be promoted; nothing was pushed.",
                    UnifiedDiff.of(mirror.tree(tip), changes)));
        } catch (IOException | RuntimeException | Error e) {
            fail(e); // an Error too: nobody else would tell
        }
    }

    /** Lets whoever listens keep the tip before the first push. Returns at once; done when it is kept. */
    CompletableFuture<Void> keep(String tip) {
        if (recordedParent == null) {
            recordedParent = tip;
            if (listener == PromotionListener.NONE) {
                kept.complete(null);
            } else {
                executor.execute(() -> {
                    try {
                        listener.pushing(tip);
                        kept.complete(null);
                    } catch (IOException | RuntimeException e) {
                        kept.completeExceptionally(e);
                    }
                });
            }
        }
        return kept;
    }

    /** Whether it may be pushed; one whose listener failed ends here. */
    boolean isKept() {
        if (kept.isCompletedExceptionally()) {
            fail(kept.handle((nothing, failure) -> failure).join());
        }
        return !isOver() && kept.isDone();
    }

    /** Another attempt begins. */
    void attempt() {
        attempts++;
        unreachable = null;
    }

    /** What can be said of it before anything is applied: it ends, or it is worth an attempt. */
    boolean endsBy(PromotionHistory history, BranchOrders orders, String tip) throws IOException {
        String parent = recordedParent;
        if (parent != null && !tip.equals(parent)) {
            Optional<CommitInfo> found = history.find(request.id(), parent);
            if (found.isPresent()) {
                end(found(found.get()));
            } else if (uncertain && history.isRewritten(parent)) {
                conflict(
                        tip,
                        "The branch was rewritten while the answer to a push was outstanding: whether the promotion was"
                                + " taken back on purpose cannot be told. Promote anew if it was not.");
            }
        }
        Optional<TipRule.Objection> objection = isOver() ? Optional.empty() : objection(orders, tip);
        objection.ifPresent(against -> end(result(against.verdict(), null, null, tip, List.of(), against.reason())));
        if (!tip.equals(refusedOn)) {
            refusals = 0;
        } else if (refusals >= REFUSALS) {
            conflict(tip, "The server refuses the push although the branch did not move: " + obstacle);
        } else if (refusals > 0) {
            suspect = true;
        }
        return isOver();
    }

    private Optional<TipRule.Objection> objection(BranchOrders orders, String tip) throws IOException {
        Optional<TipRule.Objection> older = orders.objection(mirror, request, tip);
        return older.isPresent() ? older : TipRule.first(request.rules(), mirror.tree(tip));
    }

    /** Whether nothing on this commit is against it. */
    boolean mayStandOn(String commit) throws IOException {
        return TipRule.first(request.rules(), mirror.tree(commit)).isEmpty();
    }

    void promoted(String commit, String tree, String parent, List<FileChange> changes) {
        end(result(PromotionVerdict.PROMOTED, commit, tree, parent, paths(changes), "Promoted."));
    }

    void unchanged(String tip, String tree) {
        end(result(PromotionVerdict.UNCHANGED, null, tree, tip, List.of(), "The branch already reads so."));
    }

    void branchIsGone() {
        if (recordedParent == null) {
            fail(noBranch());
        } else {
            conflict(null, "The branch is gone.");
        }
    }

    /** The server said no. */
    void refused(String tip, String why) {
        refusedOn = tip;
        refusals++;
        obstacle = why;
    }

    /** The answer to the push is lost. */
    void unanswered(String why) {
        uncertain = true;
        obstacle = why;
    }

    void unreachable(GitException e) {
        unreachable = e;
        obstacle = e.getMessage();
    }

    /** Another attempt follows. Whoever hears it neither holds it up nor ends it. */
    void again() {
        if (listener != PromotionListener.NONE) {
            int made = attempts;
            String reason = obstacle;
            executor.execute(() -> {
                try {
                    listener.again(made, reason);
                } catch (RuntimeException e) {
                    LOGGER.log(Level.FINE, "Nobody could be told of " + request.id(), e);
                }
            });
        }
    }

    /** Ends it where it ran out of time. */
    void giveUp() {
        if (unreachable != null && !uncertain) {
            fail(unreachable);
        } else if (uncertain) {
            fail(new GitException(
                    Reason.UNREACHABLE,
                    "The answer to the push of " + request.id() + " to " + mirror.url()
                            + " is lost, and the branch could not be read since: " + obstacle
                            + ". It arrived if a commit of the branch has the trailer " + Trailer.PROMOTION_ID.key()
                            + ".",
                    unreachable));
        } else {
            conflict(
                    recordedParent,
                    "Did not get through in " + request.timeout().toSeconds() + " s: " + obstacle);
        }
    }

    void fail(Throwable failure) {
        decided = true;
        executor.execute(() -> result.completeExceptionally(failure));
    }

    private void end(PromotionResult end) {
        decided = true;
        executor.execute(() -> {
            if (!result.complete(end)) {
                listener.late(end);
            }
        });
    }

    private PromotionResult found(CommitInfo commit) throws IOException {
        return PromotionResult.found(mirror, request.branch(), commit, attempts);
    }

    private void conflict(@CheckForNull String tip, String reason) {
        end(result(PromotionVerdict.CONFLICT, null, null, tip, List.of(), reason));
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

    private GitException noBranch() {
        return new GitException(Reason.NOT_FOUND, mirror.url() + " has no branch \"" + request.branch() + "\"");
    }
}
