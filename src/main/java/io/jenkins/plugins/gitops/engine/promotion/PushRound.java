package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One push of several promotions: one commit each, on top of the tip that the push itself tells. Nothing is decided on
 * commits that are not pushed yet: what fails or changes nothing there is left for the next round.
 */
final class PushRound {
    /** Who takes longer to keep a parent than this is left for the next round. */
    private static final long KEEP_MILLIS = 1_000;

    private final Mirror mirror;
    private final String ref;
    private final Clock clock;
    private final List<QueuedPromotion> promotions;
    private final BranchOrders orders;
    private final List<Stacked> stack = new ArrayList<>();

    /** The streams with an order on the stack: what follows in one is compared when that is pushed. */
    private final Set<String> ordered = new HashSet<>();

    /** Ends the round without a push that got through. */
    @CheckForNull
    private GitException unreachable;

    /** A commit that waits for the push. */
    private record Stacked(
            QueuedPromotion promotion, String commit, String tree, String parent, List<FileChange> changes) {}

    PushRound(Mirror mirror, String ref, BranchOrders orders, List<QueuedPromotion> promotions, Clock clock) {
        this.orders = orders;
        this.mirror = mirror;
        this.ref = ref;
        this.promotions = promotions;
        this.clock = clock;
    }

    /** Tries once. Whether it went as it should; otherwise another round is better not at once. */
    boolean run() {
        try (RefPush push = mirror.openPush(ref)) {
            if (push.tip().isEmpty()) {
                promotions.forEach(QueuedPromotion::branchIsGone);
                return true;
            }
            return onCurrentMirror(push, push.tip().get());
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                undecided().forEach(promotion -> promotion.unreachable(e));
                return false;
            }
            undecided().forEach(promotion -> promotion.fail(e));
            return true;
        } catch (IOException | RuntimeException e) {
            undecided().forEach(promotion -> promotion.fail(e));
            return true;
        }
    }

    /** What fails because the mirror was made again meanwhile is left for the next round, which has the new one. */
    private boolean onCurrentMirror(RefPush push, String tip) throws IOException {
        try {
            return onTip(push, tip);
        } catch (IOException | RuntimeException e) {
            if (!push.isStale()) {
                throw e;
            }
            GitException renewed =
                    new GitException(Reason.STORAGE, "The mirror was made again during the push: " + e.getMessage(), e);
            undecided().forEach(promotion -> promotion.unreachable(renewed));
            return false;
        }
    }

    private List<QueuedPromotion> undecided() {
        return promotions.stream().filter(promotion -> !promotion.isOver()).toList();
    }

    private boolean onTip(RefPush push, String tip) throws IOException {
        keep(tip);
        PromotionHistory history = new PromotionHistory(mirror, tip);
        String base = tip;
        for (QueuedPromotion promotion : promotions) {
            if (promotion.isKept()) {
                base = stack(push, promotion, history, tip, base);
            }
            if (push.isStale()) {
                throw new GitException(Reason.STORAGE, "what was to be pushed went with it");
            }
        }
        if (unreachable != null) {
            throw unreachable;
        }
        return stack.isEmpty() || settle(tip, push.push(base));
    }

    private void keep(String tip) {
        CompletableFuture<?>[] kept =
                promotions.stream().map(promotion -> promotion.keep(tip)).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(kept).get(KEEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            Instant later = clock.instant().plusMillis(KEEP_MILLIS);
            promotions.stream().filter(promotion -> !promotion.isKept()).forEach(slow -> slow.notBefore(later));
        }
    }

    /** Puts a promotion on top of another commit, and returns its own. */
    private String stack(RefPush push, QueuedPromotion promotion, PromotionHistory history, String tip, String base) {
        boolean pushed = base.equals(tip);
        try {
            if (promotion.endsBy(history, orders, tip)
                    || promotion.isSuspect() && promotions.size() > 1
                    || !Collections.disjoint(ordered, promotion.request().streams())) {
                return base;
            }
            promotion.attempt();
            PromotionRequest request = promotion.request();
            List<FileChange> changes = request.edit().apply(mirror.tree(base));
            String tree = mirror.writeTree(base, changes);
            if (tree.equals(mirror.commit(base).tree())) {
                if (pushed) {
                    promotion.unchanged(tip, tree);
                }
                return base;
            }
            String commit = mirror.writeCommit(
                    tree, base, request.author(), request.author(), clock.instant(), request.commitMessage());
            stack.add(new Stacked(promotion, commit, tree, base, changes));
            promotion.request().trailers().stream()
                    .filter(each -> each.get(Trailer.ORDER).isPresent())
                    .forEach(each -> ordered.add(each.stream()));
            return commit;
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                unreachable = e;
            } else if (pushed && !push.isStale()) {
                promotion.fail(e);
            }
        } catch (IOException | RuntimeException e) {
            if (pushed && !push.isStale()) {
                promotion.fail(e);
            }
        }
        return base;
    }

    private boolean settle(String tip, PushOutcome outcome) {
        String why = outcome.message().isEmpty() ? "the push was refused" : outcome.message();
        for (Stacked stacked : stack) {
            switch (outcome.state()) {
                case ACCEPTED ->
                    stacked.promotion().promoted(stacked.commit(), stacked.tree(), stacked.parent(), stacked.changes());
                case REFUSED -> stacked.promotion().refused(tip, why);
                case UNKNOWN -> stacked.promotion().unanswered(why);
            }
        }
        return outcome.state() == PushOutcome.State.ACCEPTED;
    }
}
