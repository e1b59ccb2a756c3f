package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** A promotion by tag that is made when its gates are open, and not otherwise. */
public final class GatedTag {
    private final TagPromoter promoter;
    private final PromotionGates gates;
    private final TagGates rule;
    private final TagPromotionRequest free;
    private final PromotionListener listener;
    private final CompletableFuture<PromotionResult> result;

    private GatedTag(
            TagPromoter promoter,
            PromotionGates gates,
            TagGates rule,
            TagPromotionRequest request,
            PromotionListener listener,
            CompletableFuture<PromotionResult> result) {
        this.promoter = promoter;
        this.gates = gates;
        this.rule = rule;
        this.free = request.withRules(request.rules().stream()
                .filter(each -> !(each instanceof TagGates))
                .toList());
        this.listener = listener;
        this.result = result;
    }

    /**
     * Asks and promotes. Returns at once.
     *
     * @param executor where gates are asked; nothing of it waits there for a push
     * @return as {@link TagPromoter#submit}; cancelled before its push begins, it is not made
     */
    public static CompletableFuture<PromotionResult> submit(
            TagPromoter promoter,
            PromotionGates gates,
            TagPromotionRequest request,
            PromotionListener listener,
            Executor executor) {
        TagGates rule = TagGates.of(request).orElse(null);
        if (rule == null) {
            return promoter.submit(gates.mirror(), request, listener);
        }
        CompletableFuture<PromotionResult> result = new CompletableFuture<>();
        GatedTag promotion = new GatedTag(promoter, gates, rule, request, listener, result);
        CompletableFuture<PromotionResult> look = request.dryRun()
                ? promoter.submit(gates.mirror(), promotion.free, PromotionListener.NONE)
                : promoter.look(gates.mirror(), promotion.free);
        look.whenCompleteAsync(promotion::looked, executor);
        return result;
    }

    /**
     * The same, waiting on the calling thread.
     *
     * @throws IOException as {@link TagPromoter#promote}
     */
    public static PromotionResult promote(
            TagPromoter promoter, PromotionGates gates, TagPromotionRequest request, PromotionListener listener)
            throws IOException, InterruptedException {
        return Awaited.result(submit(promoter, gates, request, listener, Runnable::run));
    }

    private void looked(@CheckForNull PromotionResult look, @CheckForNull Throwable failure) {
        if (look == null) {
            result.completeExceptionally(failure);
        } else if (look.commit() != null) {
            result.complete(look); // an earlier attempt got through: nothing is left to let pass
        } else if (look.verdict() != PromotionVerdict.PROMOTED) {
            result.complete(free.dryRun() ? look : look.ended());
        } else if (!result.isDone()) {
            try {
                ask(look);
            } catch (IOException | RuntimeException | Error e) {
                result.completeExceptionally(e); // an Error too: nobody else would tell
            }
        }
    }

    private void ask(PromotionResult look) throws IOException {
        Mirror mirror = gates.mirror();
        String stands = look.parent();
        TreeReader before = stands == null ? null : mirror.tree(stands);
        Evaluation evaluation = gates.evaluate(rule.part(mirror.tree(free.commit())), before, rule.head());
        if (free.dryRun() || !evaluation.isOpen()) {
            PromotionResult shown = look.after(evaluation);
            result.complete(free.dryRun() ? shown : shown.ended());
        } else if (!result.isDone()) {
            CompletableFuture<PromotionResult> push = promoter.submit(mirror, free.passed(evaluation), listener);
            result.whenComplete((told, failure) -> push.cancel(false));
            push.whenComplete((told, failure) -> {
                if (told == null) {
                    result.completeExceptionally(failure);
                } else {
                    result.complete(told.after(evaluation));
                }
            });
        }
    }
}
