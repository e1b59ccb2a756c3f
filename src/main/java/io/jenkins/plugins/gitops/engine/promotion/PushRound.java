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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One push of several promotions: one commit each, on top of the tip that the push itself tells. Nothing is decided on
 * commits that are not pushed yet: what fails or is objected to there is left for the next round, and not overtaken.
 */
final class PushRound {
    /** Who takes longer to keep a parent than this is left for the next round. */
    private static final long KEEP_MILLIS = 1_000;

    private final Mirror mirror;
    private final String ref;
    private final Clock clock;
    private final List<QueuedPromotion> promotions;
    private final boolean contested;
    private final BranchOrders orders;
    private final List<Stacked> stack = new ArrayList<>();

    /** The streams on the stack. */
    private final Set<String> stacked = new HashSet<>();

    /** The streams in which nothing more goes up: an order waits to be compared, or one was left for the next round. */
    private final Set<String> held = new HashSet<>();

    /** Whether one without a stream was left: what follows without one must not overtake it. */
    private boolean holding;

    /** Ends the round without a push that got through. */
    @CheckForNull
    private GitException unreachable;

    /** How a round ended. */
    enum Ending {
        /** Whatever was pushed got through. */
        SETTLED,
        /** The server refused the push: another was faster, or it does not want it. */
        REFUSED,
        /** Another was faster, and was seen to be before anything was pushed. */
        OVERTAKEN,
        /** The server could not be asked, or its answer is lost. */
        UNANSWERED
    }

    /** A commit that waits for the push; its parent itself where there is nothing to change. */
    private record Stacked(
            QueuedPromotion promotion, String commit, String tree, String parent, List<FileChange> changes) {
        boolean isUnchanged() {
            return commit.equals(parent);
        }
    }

    /** @param contested whether others push here too, so that a look before the push is worth a request */
    PushRound(
            Mirror mirror,
            String ref,
            BranchOrders orders,
            List<QueuedPromotion> promotions,
            boolean contested,
            Clock clock) {
        this.contested = contested;
        this.orders = orders;
        this.mirror = mirror;
        this.ref = ref;
        this.promotions = promotions;
        this.clock = clock;
    }

    /** Tries once. */
    Ending run() {
        try (RefPush push = mirror.openPush(ref)) {
            if (push.tip().isEmpty()) {
                promotions.forEach(QueuedPromotion::branchIsGone);
                return Ending.SETTLED;
            }
            return onCurrentMirror(push, push.tip().get());
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                undecided().forEach(promotion -> promotion.unreachable(e));
                return Ending.UNANSWERED;
            }
            undecided().forEach(promotion -> promotion.fail(e));
            return Ending.SETTLED;
        } catch (IOException | RuntimeException e) {
            undecided().forEach(promotion -> promotion.fail(e));
            return Ending.SETTLED;
        }
    }

    /** What fails because the mirror was made again meanwhile is left for the next round, which has the new one. */
    private Ending onCurrentMirror(RefPush push, String tip) throws IOException {
        try {
            return onTip(push, tip);
        } catch (IOException | RuntimeException e) {
            if (!push.isStale()) {
                throw e;
            }
            GitException renewed =
                    new GitException(Reason.STORAGE, "The mirror was made again during the push: " + e.getMessage(), e);
            undecided().forEach(promotion -> promotion.unreachable(renewed));
            return Ending.UNANSWERED;
        }
    }

    private List<QueuedPromotion> undecided() {
        return promotions.stream().filter(promotion -> !promotion.isOver()).toList();
    }

    private Ending onTip(RefPush push, String tip) throws IOException {
        keep(tip);
        PromotionHistory history = new PromotionHistory(mirror, tip);
        String base = tip;
        for (QueuedPromotion promotion : promotions) {
            if (promotion.isKept()) {
                base = stack(push, promotion, history, tip, base);
            }
            hold(promotion);
            if (push.isStale()) {
                throw new GitException(Reason.STORAGE, "what was to be pushed went with it");
            }
        }
        if (unreachable != null) {
            throw unreachable;
        }
        if (stack.isEmpty()) {
            return Ending.SETTLED;
        }
        return contested ? pushIfStill(tip, base) : settle(tip, push.push(base));
    }

    /** Making the commits took time, in which others push: a look costs less than a push that is lost. */
    private Ending pushIfStill(String tip, String commit) throws IOException {
        try (RefPush fresh = mirror.openPush(ref)) {
            return fresh.tip().equals(Optional.of(tip)) ? settle(tip, fresh.push(commit)) : Ending.OVERTAKEN;
        }
    }

    /** Where one was left undecided, what it must not be overtaken by is left too. */
    private void hold(QueuedPromotion promotion) {
        boolean left = !promotion.isOver() && stack.stream().noneMatch(each -> each.promotion() == promotion);
        if (left) {
            held.addAll(promotion.request().streams());
            holding |= promotion.request().streams().isEmpty();
        }
    }

    private boolean isHeld(PromotionRequest request) {
        boolean comes = request.trailers().stream()
                .anyMatch(each -> each.get(Trailer.ORDER).isPresent() && stacked.contains(each.stream()));
        return comes
                || !Collections.disjoint(held, request.streams())
                || holding && request.streams().isEmpty();
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
                    || isHeld(promotion.request())
                    || !pushed && !promotion.mayStandOn(base)) {
                return base;
            }
            promotion.attempt();
            PromotionRequest request = promotion.request();
            List<FileChange> changes = request.edit().apply(mirror.tree(base));
            String tree = mirror.writeTree(base, changes);
            if (tree.equals(mirror.commit(base).tree())) {
                if (pushed) {
                    promotion.unchanged(tip, tree);
                } else {
                    stack.add(new Stacked(promotion, base, tree, base, List.of()));
                }
                return base;
            }
            String commit = mirror.writeCommit(
                    tree, base, request.author(), request.author(), clock.instant(), request.commitMessage(base));
            stack.add(new Stacked(promotion, commit, tree, base, changes));
            stacked.addAll(request.streams());
            request.trailers().stream()
                    .filter(each -> each.get(Trailer.ORDER).isPresent())
                    .forEach(each -> held.add(each.stream()));
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

    private Ending settle(String tip, PushOutcome outcome) {
        String why = outcome.message().isEmpty() ? "the push was refused" : outcome.message();
        for (Stacked each : stack) {
            QueuedPromotion promotion = each.promotion();
            if (each.isUnchanged()) {
                if (outcome.state() == PushOutcome.State.ACCEPTED) {
                    promotion.unchanged(each.commit(), each.tree());
                }
                continue;
            }
            switch (outcome.state()) {
                case ACCEPTED -> promotion.promoted(each.commit(), each.tree(), each.parent(), each.changes());
                case REFUSED -> promotion.refused(tip, why);
                case UNKNOWN -> promotion.unanswered(why);
            }
        }
        return switch (outcome.state()) {
            case ACCEPTED -> Ending.SETTLED;
            case REFUSED -> Ending.REFUSED;
            case UNKNOWN -> Ending.UNANSWERED;
        };
    }
}
