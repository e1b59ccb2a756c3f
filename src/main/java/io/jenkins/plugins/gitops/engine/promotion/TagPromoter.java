package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import io.jenkins.plugins.gitops.engine.version.VersionPrefix;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Promotes by tag: an annotated tag made in memory and pushed by compare-and-swap. A version's tag is made where the
 * server has none of its name, and never moved; a moving tag is moved from where it was seen. Whoever loses the race
 * looks again. As with branches the server's words decide nothing: where the tag stands does, and the promotion's id in
 * its message. An attempt asks the server twice where what the tags stand for is in the mirror.
 *
 * <p>A promotion that waits before another attempt holds no thread.
 */
public final class TagPromoter implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;
    private static final int LONGEST_PAUSE = 5;

    private final Clock clock;
    private final Executor executor;
    private final Supplier<ScheduledExecutorService> timer;
    private final Runnable shutdown;

    /**
     * One on the threads of somebody else.
     *
     * @param executor where servers are asked
     * @param timer for what comes later; does nothing itself
     */
    public TagPromoter(Clock clock, Executor executor, Supplier<ScheduledExecutorService> timer) {
        this(clock, executor, timer, () -> {});
    }

    private TagPromoter(Clock clock, Executor executor, Supplier<ScheduledExecutorService> timer, Runnable shutdown) {
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.shutdown = shutdown;
    }

    /** One on a few threads of its own, gone when there is nothing to do. */
    public static TagPromoter onOwnThreads(Clock clock) {
        PromoterThreads threads = new PromoterThreads();
        return new TagPromoter(clock, threads.executor(), threads::timer, threads::close);
    }

    /**
     * Promotes, or finds that there is nothing to do, or that it cannot be. Returns at once.
     *
     * @return the result, whose commit is the tagged one, whose branch is the tag and whose parent is the commit the
     *     environment stood at; or, as its failure, a {@link GitException} where the server cannot be reached in time or
     *     refuses the credentials, or where it cannot be told which of two commits is newer
     */
    public CompletableFuture<PromotionResult> submit(
            Mirror mirror, TagPromotionRequest request, PromotionListener listener) {
        return submit(new QueuedTag(mirror, request, listener, clock, request.dryRun()));
    }

    /** What a dry run tells, without what would change. */
    CompletableFuture<PromotionResult> look(Mirror mirror, TagPromotionRequest request) {
        return submit(new QueuedTag(mirror, request.asDryRun(), PromotionListener.NONE, clock, false));
    }

    private CompletableFuture<PromotionResult> submit(QueuedTag promotion) {
        executor.execute(() -> attempt(promotion));
        return promotion.result();
    }

    private void attempt(QueuedTag promotion) {
        if (promotion.result().isDone()) {
            return;
        }
        promotion.attempt();
        if (promotion.result().isDone()) {
            return;
        }
        Duration pause = pause(promotion.attempts());
        if (!promotion.hasTimeAt(promotion.now().plus(pause))) {
            promotion.giveUp();
            return;
        }
        promotion.again();
        timer.get().schedule(() -> executor.execute(() -> attempt(promotion)), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Duration pause(int attempts) {
        long longest = PAUSE_MILLIS << Math.min(attempts, LONGEST_PAUSE);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    }

    /**
     * Promotes, waiting on the calling thread: for a process that has nothing else to do.
     *
     * @throws IOException as {@link #submit} fails
     * @throws InterruptedException where the thread was interrupted; a push that had begun may have got through
     */
    public PromotionResult promote(Mirror mirror, TagPromotionRequest request, PromotionListener listener)
            throws IOException, InterruptedException {
        return Awaited.result(submit(mirror, request, listener));
    }

    /**
     * What became of a promotion whose earlier attempts got through; empty where no tag says so, or another promotion has
     * moved it on. Nothing has to be planned for that.
     *
     * @param tag a moving tag, or the prefix of version tags, as in the request
     * @param tagged the commit that was to be tagged
     */
    public static Optional<PromotionResult> arrived(Mirror mirror, String tag, String tagged, String promotionId)
            throws IOException {
        Optional<VersionPrefix> versions = VersionPrefix.of(tag);
        String start = versions.map(VersionPrefix::prefix).orElse(tag);
        for (Map.Entry<String, String> each : mirror.tags().commits(start).entrySet()) {
            String name = each.getKey();
            boolean wanted = each.getValue().equals(tagged) && (versions.isPresent() || name.equals(tag));
            Optional<TagInfo> there = wanted ? TagRule.named(mirror, name) : Optional.empty();
            if (there.isPresent() && !TagRule.said(there.get(), promotionId).isEmpty()) {
                return Optional.of(PromotionResult.found(mirror, there.get()));
            }
        }
        return Optional.empty();
    }

    /** Ends the threads it has of its own; promotions under way stay undecided. */
    @Override
    public void close() {
        shutdown.run();
    }
}
