package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final Lanes lanes = new Lanes(threads, 2);
    private final CountDownLatch letGo = new CountDownLatch(1);

    @AfterEach
    void stop() {
        letGo.countDown();
        threads.shutdownNow();
    }

    @Test
    void aLaneThatHangsLeavesThreadsToTheOthers() throws Exception {
        AtomicInteger hanging = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            lanes.lane("dead").execute(() -> {
                hanging.incrementAndGet();
                hang();
            });
        }
        CountDownLatch done = new CountDownLatch(1);
        lanes.lane("alive").execute(done::countDown);
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(hanging.get()).isLessThanOrEqualTo(2);
        letGo.countDown();
        await().until(() -> hanging.get() == 10 && lanes.busy() == 0);
    }

    @Test
    void doesATasksWorkAfterOneThatFailed() {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 6; i++) {
            int number = i;
            lanes.lane("a").execute(() -> {
                done.add(number);
                throw new IllegalStateException("of the test");
            });
        }
        await().dontCatchUncaughtExceptions().until(() -> done.size() == 6 && lanes.busy() == 0);
    }

    @Test
    void tellsThatThereIsNothingToRunOn() {
        threads.shutdownNow();
        assertThatThrownBy(() -> lanes.lane("a").execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(lanes.busy()).isZero();
    }

    private void hang() {
        try {
            letGo.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
