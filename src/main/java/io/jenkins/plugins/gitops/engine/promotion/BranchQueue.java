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
    private final Rivals rivals;
    private final Runnable whenDone;
    private final Deque<QueuedPromotion> waiting = new ArrayDeque<>();
    private boolean running;
    private int misses;
    private Instant notBefore = Instant.MIN;

    @CheckForNull
    private ScheduledFuture<?> next;

    /** @param whenDone told after each round, when there may be nothing more to do */
    BranchQueue(
            Mirror mirror,
            String ref,
            BranchOrders orders,
            Rivals rivals,
            Clock clock,
            Executor executor,
            Supplier<ScheduledExecutorService> timer,
            Runnable whenDone) {
        this.whenDone = whenDone;
        this.mirror = mirror;
        this.ref = ref;
        this.clock = clock;
        this.executor = executor;
        this.timer = timer;
        this.orders = orders;
        this.rivals = rivals;
    }

    synchronized void add(QueuedPromotion promotion) {
        if (waiting.isEmpty() && !running) {
            gather(clock.instant());
        }
        waiting.add(promotion);
        schedule();
    }

    synchronized boolean isIdle() {
        waiting.removeIf(QueuedPromotion::isOver);
        return waiting.isEmpty() && !running;
    }

    private void gather(Instant now) {
        Instant then = now.plus(rivals.pause(now));
        notBefore = then.isAfter(notBefore) ? then : notBefore;
    }

    private synchronized void schedule() {
        if (next != null) {
            next.cancel(false);
            next = null;
        }
        if (running || waiting.isEmpty()) {
            return;
        }
        Instant due = due();
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

    /** When the first may go of those that wait for no other. */
    private Instant due() {
        Instant now = clock.instant();
        Instant due = Instant.MAX;
        Set<String> held = new HashSet<>();
        for (QueuedPromotion promotion : waiting) {
            Set<String> streams = promotion.request().streams();
            if (promotion.isOver()) {
                return now; // to be taken away
            }
            boolean ready = !now.isBefore(promotion.notBefore());
            if (Collections.disjoint(held, streams)) {
                due = earlier(due, promotion.notBefore());
            }
            if (!ready || !Collections.disjoint(held, streams)) {
                held.addAll(streams);
            }
        }
        return due;
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
        PushRound.Ending ending = PushRound.Ending.SETTLED;
        List<QueuedPromotion> batch = List.of();
        try {
            batch = take();
            if (!batch.isEmpty()) {
                ending = new PushRound(mirror, ref, orders, batch, rivals.areThere(clock.instant()), clock).run();
            }
        } catch (RuntimeException | Error e) {
            batch.forEach(promotion -> promotion.fail(e));
            throw e;
        } finally {
            after(batch, ending);
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

    private void after(List<QueuedPromotion> batch, PushRound.Ending ending) {
        List<QueuedPromotion> again = new ArrayList<>();
        synchronized (this) {
            running = false;
            Instant now = clock.instant();
            if (batch.isEmpty()) {
                LOGGER.fine("Nothing could go yet");
            } else if (ending != PushRound.Ending.SETTLED
                    && batch.size() == 1
                    && batch.get(0).isSuspect()) {
                // a promotion that only it is refused waits by itself
                batch.get(0).notBefore(now.plus(pause(batch.get(0).attempts())));
                misses = 0;
            } else {
                space(ending, now);
            }
            waiting.removeIf(QueuedPromotion::isOver);
            if (ending != PushRound.Ending.SETTLED) {
                batch.stream().filter(promotion -> !promotion.isOver()).forEach(again::add);
            }
        }
        schedule();
        for (QueuedPromotion promotion : again) {
            LOGGER.log(Level.FINE, "Promoting {0} again", promotion.request().id());
            promotion.again();
        }
        whenDone.run();
    }

    /** Lets some time pass before the next round, where there is a reason. */
    private void space(PushRound.Ending ending, Instant now) {
        misses = ending == PushRound.Ending.UNANSWERED ? misses + 1 : 0;
        switch (ending) {
            case SETTLED -> {
                rivals.won();
                gather(now);
            }
            case REFUSED -> {
                rivals.lost(now);
                gather(now);
            }
            case OVERTAKEN -> gather(now);
            case UNANSWERED -> notBefore = now.plus(pause(misses));
        }
    }

    private static Duration pause(int attempts) {
        long most = Math.min(LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(attempts, 10));
        return Duration.ofMillis(1 + ThreadLocalRandom.current().nextLong(most));
    }

    private static Instant earlier(Instant first, Instant second) {
        return first.isBefore(second) ? first : second;
    }
}
