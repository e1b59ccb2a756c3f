package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import io.jenkins.plugins.gitops.engine.promotion.PromotionRequest;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.promotion.Trailers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Many promotions through one process, as if from so many builds at once. Each result is printed as it comes. */
final class Batch {
    private final Mirror mirror;
    private final Promoter promoter;
    private final Person author;
    private final Output out;

    Batch(Mirror mirror, Promoter promoter, Person author, Output out) {
        this.mirror = mirror;
        this.promoter = promoter;
        this.author = author;
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
        ExecutorService builds = Executors.newFixedThreadPool(Math.min(parallel, Math.max(1, items.size())));
        try {
            List<Future<Integer>> statuses = new ArrayList<>();
            for (BatchItem item : items) {
                statuses.add(builds.submit(() -> promote(item, item.branch() == null ? common : item.branch())));
            }
            int highest = ExitStatus.YES;
            for (Future<Integer> status : statuses) {
                highest = Math.max(highest, status.get());
            }
            return highest;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            builds.shutdownNow();
        }
    }

    private int promote(BatchItem item, String branch) throws InterruptedException {
        long started = System.nanoTime();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", item.id());
        int status;
        try {
            PromotionResult result = promoter.promote(mirror, request(item, branch), PromotionListener.NONE);
            line.putAll(Answers.promotion(result));
            status = ExitStatus.of(result.verdict());
        } catch (IOException | BadInput e) {
            status = Failures.statusOf(e);
            line.put("verdict", status == ExitStatus.UNKNOWN ? "UNKNOWN" : null);
            line.put("repository", mirror.url().toString());
            line.put("branch", branch);
            line.put("reason", e.getMessage());
        }
        line.put("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
        out.line(line);
        return status;
    }

    private PromotionRequest request(BatchItem item, String branch) {
        String message = item.message() == null ? Assignments.describe(item.edit()) : item.message();
        try {
            return new PromotionRequest(
                    UUID.randomUUID().toString(), branch, item.edit(), message, Trailers.none(), author);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }
}
