package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The promotions of this process into one branch, in the order they came. One round of pushing goes on at a time; what
 * comes meanwhile goes up together in the next. One that the server will not have is tried alone, later, and only holds
 * up what must not overtake it.
 */
final class BranchQueue {
    private static final Logger LOGGER = Logger.getLogger(BranchQueue.class.getName());

    /** Bounds a push; a larger crowd takes several. */
    private static final int BATCH = 64;

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Mirror mirror;
    private final String ref;
    private final Clock clock;
    private final Executor executor;
    private final Supplier<ScheduledExecutorService> timer;

    private final BranchOrders orders;
    private final Deque<QueuedPromotion> waiting = new ArrayDeque<>();
    private boolean running;
    private int misses;
    private Instant notBefore = Instant.MIN;

    @CheckForNull
    private ScheduledFuture<?> next;

    BranchQueue(
            Mirror mirror,
            String ref,
            BranchOrders orders,
            Clock clock,
            Executor executor,
            Supplier<ScheduledExecutorService> timer) {
        this.mirror = mirror;
        this.ref = ref;
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.orders = orders;
    }

    synchronized void add(QueuedPromotion promotion) {
        waiting.add(promotion);
        schedule();
    }

    synchronized boolean isIdle() {
        waiting.removeIf(QueuedPromotion::isOver);
        return waiting.isEmpty() && !running;
    }

    private synchronized void schedule() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (running || waiting.isEmpty()) {
            return;
        }
        Instant due = waiting.stream()
                .map(promotion -> earlier(promotion.notBefore(), promotion.deadline()))
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
        Instant deadline = waiting.stream()
                .map(QueuedPromotion::deadline)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        Instant at = earlier(due.isAfter(notBefore) ? due : notBefore, deadline);
        Instant now = clock.instant();
        if (at.isAfter(now)) {
            long millis = Duration.between(now, at).toMillis() + 1;
            next = timer.get().schedule(() -> executor.execute(this::run), millis, TimeUnit.MILLISECONDS);
        } else {
            running = true;
            executor.execute(this::round);
        }
    }

    private void run() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        round();
    }

    private void round() {
        boolean went = true;
        List<QueuedPromotion> batch = List.of();
        try {
            batch = take();
            if (!batch.isEmpty()) {
                went = new PushRound(mirror, ref, orders, batch, clock).run();
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(promotion -> promotion.fail(e));
            throw e;
        } finally {
            after(batch, went);
        }
    }

    private synchronized List<QueuedPromotion> take() {
        Instant now = clock.instant();
        List<QueuedPromotion> batch = new ArrayList<>();
        Set<String> held = new HashSet<>();
        for (Iterator<QueuedPromotion> each = waiting.iterator(); each.hasNext() && batch.size() < BATCH; ) {
            QueuedPromotion promotion = each.next();
            if (!promotion.isOver() && !now.isBefore(promotion.deadline())) {
                promotion.giveUp();
            }
            if (promotion.isOver()) {
                each.remove();
                continue;
            }
            Set<String> streams = promotion.request().streams();
            if (!Collections.disjoint(held, streams)
                    || now.isBefore(notBefore)
                    || now.isBefore(promotion.notBefore())) {
                held.addAll(streams);
            } else if (promotion.isSuspect()) {
                if (batch.isEmpty()) {
                    return List.of(promotion);
                }
                held.addAll(streams);
            } else {
                batch.add(promotion);
            }
        }
        return batch;
    }

    private void after(List<QueuedPromotion> batch, boolean went) {
        List<QueuedPromotion> again = new ArrayList<>();
        synchronized (this) {
            running = false;
            misses = went ? 0 : misses + 1;
            Instant now = clock.instant();
            // a promotion that only it is refused waits by itself
            boolean alone = batch.size() == 1 && batch.get(0).isSuspect();
            if (!went && alone) {
                batch.get(0).notBefore(now.plus(pause(batch.get(0).attempts())));
                misses = 0;
            } else if (!went) {
                notBefore = now.plus(pause(misses));
            }
            waiting.removeIf(QueuedPromotion::isOver);
            if (!went) {
                batch.stream().filter(promotion -> !promotion.isOver()).forEach(again::add);
            }
        }
        for (QueuedPromotion promotion : again) {
            LOGGER.log(Level.FINE, "Promoting {0} again", promotion.request().id());
            promotion.again();
        }
        schedule();
    }

    private static Duration pause(int attempts) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(attempts, 10));
        return Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(most));
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
