package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionAudit;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Many promotions through one process, as if from so many builds at once. Each result is printed as it comes. */
final class Batch {
    private final Mirror mirror;
    private final Promoter promoter;
    private final Person author;
    private final PromotionAudit audit;
    private final Output out;

    Batch(Mirror mirror, Promoter promoter, Person author, PromotionAudit audit, Output out) {
        this.mirror = mirror;
        this.promoter = promoter;
        this.author = author;
        this.audit = audit;
        this.out = out;
    }

    /**
     * Promotes them all.
     *
     * @param branch where items that name no branch go; null for the repository's default
     * @return the highest exit status of the items
     */
    int promote(List<BatchItem> items, @CheckForNull String branch, int parallel)
            throws IOException, InterruptedException {
        boolean needsDefault = branch == null && items.stream().anyMatch(item -> item.branch() == null);
        String common = needsDefault ? DefaultBranch.of(mirror) : branch;
        Semaphore places = new Semaphore(parallel);
        AtomicInteger highest = new AtomicInteger(ExitStatus.YES);
        List<CompletableFuture<Void>> printed = new ArrayList<>();
        for (BatchItem item : items) {
            places.acquire();
            printed.add(submit(item, item.branch() == null ? common : item.branch())
                    .thenAccept(status -> highest.accumulateAndGet(status, Math::max))
                    .whenComplete((nothing, failure) -> places.release()));
        }
        CompletableFuture.allOf(printed.toArray(CompletableFuture[]::new)).join();
        return highest.get();
    }

    /** The exit status of one item, which is printed by then. */
    private CompletableFuture<Integer> submit(BatchItem item, String branch) {
        long started = System.nanoTime();
        CompletableFuture<PromotionResult> promotion;
        try {
            PromotionRequest request = request(item, branch);
            promotion = promoter.submit(mirror, request, PromotionListener.NONE).whenComplete((result, failure) -> {
                if (result != null) {
                    audit.tell(request, result);
                }
            });
        } catch (BadInput e) {
            promotion = CompletableFuture.failedFuture(e);
        }
        return promotion.handle((result, failure) -> print(
                item,
                branch,
                started,
                result,
                failure instanceof CompletionException wrapped ? wrapped.getCause() : failure));
    }

    private int print(
            BatchItem item,
            String branch,
            long started,
            @CheckForNull PromotionResult result,
            @CheckForNull Throwable failure) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", item.id());
        int status;
        if (result != null) {
            line.putAll(Answers.promotion(result));
            status = ExitStatus.of(result.verdict());
        } else if (failure instanceof IOException || failure instanceof BadInput) {
            status = Failures.statusOf((Exception) failure);
            line.put("verdict", status == ExitStatus.UNKNOWN ? "UNKNOWN" : null);
            line.put("repository", mirror.url().toString());
            line.put("branch", branch);
            line.put("reason", failure.getMessage());
        } else {
            throw new IllegalStateException(failure);
        }
        line.put("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        out.line(line);
        return status;
    }

    private PromotionRequest request(BatchItem item, String branch) {
        String message = item.message() == null ? Assignments.describe(item.edit()) : item.message();
        try {
            return new PromotionRequest(
                    UUID.randomUUID().toString(), branch, item.edit(), message, item.trailers(), author);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
