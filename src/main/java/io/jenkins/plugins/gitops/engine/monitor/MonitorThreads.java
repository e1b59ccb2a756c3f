package io.jenkins.plugins.gitops.engine.monitor;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The threads of a monitor, whatever the number of repositories, environments and clusters. */
final class MonitorThreads implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(MonitorThreads.class.getName());
    private static final int WORKERS = 4;
    private static final long IDLE_SECONDS = 10;

    /** A time may be so far away, or ago, that it is no number of milliseconds; whoever is early looks again. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ScheduledThreadPoolExecutor decisions =
            new ScheduledThreadPoolExecutor(1, named("gitops-monitor-"), new ThreadPoolExecutor.DiscardPolicy());
    private final ThreadPoolExecutor work = new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("gitops-monitor-work-"),
            new ThreadPoolExecutor.DiscardPolicy()); // after the end nothing is done any more

    MonitorThreads() {
        decisions.setRemoveOnCancelPolicy(true);
        work.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Decides something, one after the other; must not wait for anybody. */
    void decide(Runnable decision) {
        decisions.execute(guarded(decision));
    }

    /** The same, later. */
    ScheduledFuture<?> decideIn(Duration delay, Runnable decision) {
        Duration pause = delay.isNegative() ? Duration.ZERO : delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        return decisions.schedule(guarded(decision), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Does something that asks Git or a cluster. */
    void work(Runnable task) {
        work.execute(guarded(task));
    }

    /** One mistake must not end what comes after it, and must not go unseen. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "The monitor made a mistake", e);
            }
        };
    }

    @Override
    public void close() {
        decisions.shutdownNow();
        work.shutdownNow();
    }
}
