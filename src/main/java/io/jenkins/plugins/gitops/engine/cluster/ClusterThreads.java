package io.jenkins.plugins.gitops.engine.cluster;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The few threads of a cluster connection, whatever the number of watches, applications and builds. */
final class ClusterThreads implements AutoCloseable {
    private static final int CALLS = 4;
    private static final int EVENTS = 2;

    private final ThreadPoolExecutor calls;
    private final ThreadPoolExecutor events;
    private final ScheduledThreadPoolExecutor timer;

    ClusterThreads(String cluster) {
        this.calls = pool(CALLS, cluster + " calls");
        this.events = pool(EVENTS, cluster + " events");
        events.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy()); // after the end nobody listens
        this.timer = new ScheduledThreadPoolExecutor(1, factory(cluster + " timer"));
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** For calls that wait for an answer. */
    Executor calls() {
        return calls;
    }

    /** For what streams bring. */
    ExecutorService events() {
        return events;
    }

    /** For what is due later; it must only hand on. */
    Timer timer() {
        return (task, delay) -> timer.schedule(() -> calls.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static ThreadPoolExecutor pool(int size, String name) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory factory(String name) {
        return task -> {
            Thread thread = new Thread(task, "gitops cluster " + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        calls.shutdownNow();
        events.shutdownNow();
    }
}
