package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Writes promotions into branches: applies the edit to the tip, commits, and pushes by compare-and-swap. Promotions that
 * arrive together for one branch go up in one push, one commit each, in the order they came. Whoever loses the race
 * applies the edits again to the new tip. What a server says about a failure decides nothing: where the branch stands
 * does, and whether the promotion's id is in its history.
 *
 * <p>A promotion that waits, for its turn or before another attempt, holds no thread. One instance serves a process.
 */
public final class Promoter implements AutoCloseable {
    private static final int BRANCHES_KNOWN = 256;

    private final Clock clock;
    private final Executor executor;
    private final Supplier<ScheduledExecutorService> timer;
    private final Runnable shutdown;
    private final Map<Queue, BranchQueue> queues = new ConcurrentHashMap<>();

    /** What is known of each branch, kept while nobody promotes there. */
    private final Map<Queue, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Queue, Known> eldest) {
            return size() > BRANCHES_KNOWN;
        }
    };

    /** What one queue is for: a branch, seen with the same credentials. */
    private record Queue(Mirror.Identity repository, String ref) {}

    private record Known(BranchOrders orders, Rivals rivals) {
        Known() {
            this(new BranchOrders(), new Rivals());
        }
    }

    /**
     * One on the threads of somebody else.
     *
     * @param executor where servers are asked
     * @param timer for what comes later; does nothing itself
     */
    public Promoter(Clock clock, Executor executor, Supplier<ScheduledExecutorService> timer) {
        this(clock, executor, timer, () -> {});
    }

    private Promoter(Clock clock, Executor executor, Supplier<ScheduledExecutorService> timer, Runnable shutdown) {
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.shutdown = shutdown;
    }

    /** One on a few threads of its own, gone when there is nothing to do. */
    public static Promoter onOwnThreads(Clock clock) {
        PromoterThreads threads = new PromoterThreads();
        return new Promoter(clock, threads.executor(), threads::timer, threads::close);
    }

    /**
     * Promotes, or finds that there is nothing to do, or that it cannot be. Returns at once.
     *
     * @return the result; or, as its failure, a {@link GitException} where the server cannot be reached in time, refuses
     *     the credentials or knows no such branch, and an {@link IOException} where the edit does not fit the tree. A
     *     promotion that is cancelled before its push begins is not made
     */
    public CompletableFuture<PromotionResult> submit(
            Mirror mirror, PromotionRequest request, PromotionListener listener) {
        QueuedPromotion promotion = new QueuedPromotion(mirror, request, listener, clock, executor);
        if (request.dryRun()) {
            executor.execute(promotion::dryRun);
        } else {
            Queue key = new Queue(mirror.identity(), request.ref());
            queues.compute(key, (k, waiting) -> {
                BranchQueue queue = waiting == null ? newQueue(mirror, key) : waiting;
                queue.add(promotion);
                return queue;
            });
            promotion.result().whenComplete((result, failure) -> forget(key));
        }
        return promotion.result();
    }

    /**
     * What a dry run would tell, found out on the calling thread.
     *
     * @throws IOException as {@link #submit} fails
     */
    static PromotionResult look(Mirror mirror, PromotionRequest dryRun, Clock clock) throws IOException {
        QueuedPromotion promotion = new QueuedPromotion(mirror, dryRun, PromotionListener.NONE, clock, Runnable::run);
        promotion.dryRun();
        try {
            return Awaited.result(promotion.result());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw (InterruptedIOException)
                    new InterruptedIOException("Interrupted while a promotion was looked at").initCause(interrupted);
        }
    }

    private BranchQueue newQueue(Mirror mirror, Queue key) {
        Known branch = known(key);
        return new BranchQueue(
                mirror, key.ref(), branch.orders(), branch.rivals(), clock, executor, timer, () -> forget(key));
    }

    private Known known(Queue key) {
        synchronized (known) {
            return known.computeIfAbsent(key, k -> new Known());
        }
    }

    private void forget(Queue key) {
        queues.computeIfPresent(key, (k, queue) -> queue.isIdle() ? null : queue);
    }

    /** How many branches somebody is promoting to. */
    int branches() {
        return queues.size();
    }

    /**
     * Promotes, waiting on the calling thread: for a process that has nothing else to do.
     *
     * @throws IOException as {@link #submit} fails
     * @throws InterruptedException where the thread was interrupted; a push that had begun may have got through
     */
    public PromotionResult promote(Mirror mirror, PromotionRequest request, PromotionListener listener)
            throws IOException, InterruptedException {
        return Awaited.result(submit(mirror, request, listener));
    }

    /**
     * The commit of a promotion on a branch, however it came there; empty where the branch does not hold it.
     *
     * @param recordedParent the parent its first attempt was made on; null to search the branch's recent history
     */
    public static Optional<CommitInfo> find(
            Mirror mirror, String branch, String promotionId, @CheckForNull String recordedParent) throws IOException {
        Optional<String> tip = mirror.resolve("refs/heads/" + branch);
        if (tip.isEmpty()) {
            throw new GitException(Reason.NOT_FOUND, mirror.url() + " has no branch \"" + branch + "\"");
        }
        return new PromotionHistory(mirror, tip.get()).find(promotionId, recordedParent);
    }

    /**
     * What became of a promotion whose earlier attempts got through; empty where the branch does not hold it. Nothing has
     * to be planned for that.
     *
     * @param recordedParent the parent its first attempt was made on
     */
    public static Optional<PromotionResult> arrived(
            Mirror mirror, String branch, String promotionId, String recordedParent) throws IOException {
        Optional<CommitInfo> commit = find(mirror, branch, promotionId, recordedParent);
        return commit.isEmpty()
                ? Optional.empty()
                : Optional.of(PromotionResult.found(mirror, branch, commit.get(), 0));
    }

    /** Ends the threads it has of its own; promotions under way stay undecided. */
    @Override
    public void close() {
        shutdown.run();
    }
}
