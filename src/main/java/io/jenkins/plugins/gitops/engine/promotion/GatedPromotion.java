package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * A promotion that is made when its gates are open, and not otherwise. Where its environment changed between the
 * question and the push, they are asked again, for as long as the promotion may take.
 */
public final class GatedPromotion {
    private final Promoter promoter;
    private final PromotionGates gates;
    private final PromotionRequest request;
    private final PromotionListener listener;
    private final Executor executor;
    private final CompletableFuture<PromotionResult> result;

    @CheckForNull
    private volatile CompletableFuture<PromotionResult> pushing;

    @CheckForNull
    private volatile Instant deadline;

    /** @param executor where gates are asked; nothing of it waits there for a push */
    private GatedPromotion(
            Promoter promoter,
            PromotionGates gates,
            PromotionRequest request,
            PromotionListener listener,
            Executor executor,
            CompletableFuture<PromotionResult> result) {
        this.promoter = promoter;
        this.gates = gates;
        this.request = request;
        this.listener = listener;
        this.executor = executor;
        this.result = result;
    }

    /**
     * Asks and promotes. Returns at once, unless the executor runs what it is given on the calling thread.
     *
     * @return as {@link Promoter#submit}; cancelled before its push begins, it is not made
     */
    public static CompletableFuture<PromotionResult> submit(
            Promoter promoter,
            PromotionGates gates,
            PromotionRequest request,
            PromotionListener listener,
            Executor executor) {
        if (!request.hasGates()) {
            return promoter.submit(gates.mirror(), request, listener);
        }
        CompletableFuture<PromotionResult> result = new CompletableFuture<>();
        GatedPromotion promotion = new GatedPromotion(promoter, gates, request, listener, executor, result);
        executor.execute(promotion::ask);
        result.whenComplete((told, failure) -> promotion.letGo());
        return result;
    }

    /**
     * The same, waiting on the calling thread, which asks the gates.
     *
     * @throws IOException as {@link Promoter#promote}
     */
    public static PromotionResult promote(
            Promoter promoter, PromotionGates gates, PromotionRequest request, PromotionListener listener)
            throws IOException, InterruptedException {
        return Awaited.result(submit(promoter, gates, request, listener, Runnable::run));
    }

    private void ask() {
        try {
            Asked asked = gates.ask(request);
            if (asked.result() != null) {
                result.complete(asked.result());
            } else {
                push(asked);
            }
        } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e); // an Error too: nobody else would tell
        }
    }

    private void push(Asked asked) {
        Instant now = gates.clock().instant();
        if (deadline == null) {
            deadline = now.plus(request.timeout()); // gates have deadlines of their own
        }
        CompletableFuture<PromotionResult> push = promoter.submit(gates.mirror(), asked.request(), listener);
        pushing = push;
        if (result.isDone()) {
            letGo(); // of what was submitted since
        }
        Evaluation evaluation = asked.evaluation();
        push.whenComplete((told, failure) -> {
            if (told != null) {
                result.complete(evaluation == null ? told : told.after(evaluation));
            } else if (!(cause(failure) instanceof GatesUnasked)) {
                result.completeExceptionally(cause(failure));
            } else if (gates.clock().instant().isBefore(deadline)) {
                executor.execute(this::ask);
            } else {
                result.complete(neverStill());
            }
        });
    }

    private void letGo() {
        CompletableFuture<PromotionResult> push = pushing;
        if (push != null) {
            push.cancel(false);
        }
    }

    private PromotionResult neverStill() {
        return new PromotionResult(
                PromotionVerdict.CONFLICT,
                gates.mirror().url().toString(),
                request.branch(),
                null,
                null,
                null,
                List.of(),
                0,
                "The environment changed each time after its gates were asked, for "
                        + request.timeout().toSeconds() + " s",
                null);
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
