package io.jenkins.plugins.gitops.engine.promotion;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waiting for a promotion on the calling thread. */
final class Awaited {
    private Awaited() {}

    /**
     * What became of it.
     *
     * @throws IOException as it fails
     * @throws InterruptedException where the thread was interrupted; it is cancelled then, but a push that had begun may
     *     have got through
     */
    static PromotionResult result(CompletableFuture<PromotionResult> promotion)
            throws IOException, InterruptedException {
        try {
            return promotion.get();
        } catch (InterruptedException interrupted) {
            promotion.cancel(false);
            throw interrupted;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
