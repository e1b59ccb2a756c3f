package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RepeaterTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger turns = new AtomicInteger();

    @AfterEach
    void stop() {
        timer.shutdownNow();
        threads.shutdownNow();
    }

    @Test
    void beginsWhenWoken() {
        Repeater repeater = repeater(() -> in(LONG));
        assertThat(turns).hasValue(0);
        repeater.wake();
        await().until(() -> turns.get() == 1);
    }

    @Test
    void comesBackWhenItAskedTo() {
        repeater(() -> turns.get() < 3 ? in(Duration.ofMillis(5)) : in(LONG)).wake();
        await().until(() -> turns.get() >= 3);
    }

    @Test
    void comesBackSoonerWhenWoken() {
        Repeater repeater = repeater(() -> in(LONG));
        repeater.wake();
        await().until(() -> turns.get() == 1);
        repeater.wake();
        await().atMost(Duration.ofSeconds(5)).until(() -> turns.get() == 2);
    }

    @Test
    void takesASwarmOfChangesTogether() {
        Repeater repeater = repeater(() -> in(LONG));
        for (int i = 0; i < 1000; i++) {
            repeater.wake();
        }
        await().until(() -> turns.get() >= 1);
        assertThat(turns.get()).isLessThan(20);
    }

    @Test
    void isNeverAtItTwiceAndMissesNoChange() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        Repeater repeater = repeater(() -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            first.countDown();
            waitFor(letGo);
            inside.decrementAndGet();
            return in(LONG);
        });
        repeater.wake();
        assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
        repeater.wake();
        letGo.countDown();
        await().until(() -> turns.get() == 2);
        assertThat(most).hasValue(1);
    }

    @Test
    void endsWhenItAsksForNoMore() {
        Repeater repeater = repeater(Optional::empty);
        repeater.wake();
        await().until(() -> turns.get() == 1);
        repeater.wake();
        await().during(Duration.ofMillis(150)).until(() -> turns.get() == 1);
    }

    @Test
    void beginsNothingAfterItIsClosed() {
        Repeater repeater = repeater(() -> in(Duration.ofMillis(50)));
        repeater.wake();
        await().until(() -> turns.get() >= 1);
        repeater.close();
        int then = turns.get();
        repeater.wake();
        await().during(Duration.ofMillis(200)).until(() -> turns.get() <= then + 1);
    }

    private Repeater repeater(Supplier<Optional<Instant>> turn) {
        return new Repeater(
                () -> {
                    Optional<Instant> next = turn.get();
                    turns.incrementAndGet();
                    return next;
                },
                threads,
                timer,
                Clock.systemUTC());
    }

    private static Optional<Instant> in(Duration delay) {
        return Optional.of(Instant.now().plus(delay));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
