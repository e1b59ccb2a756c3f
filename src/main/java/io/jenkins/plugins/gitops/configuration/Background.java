package io.jenkins.plugins.gitops.configuration;

import hudson.security.ACL;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingExecutorService;

/**
 * Where servers are asked: neither on a Pipeline's own thread nor on Jenkins's timer. A few threads for all
 * builds, gone when there is nothing to do; nothing waits on them for a change.
 */
public final class Background {
    private static final int THREADS = 64;
    private static final long IDLE_SECONDS = 30;
    private static final int OF_ONE_LANE = 8;
    private static final ExecutorService EXECUTOR = new ImpersonatingExecutorService(threads(), ACL.SYSTEM2);
    private static final Lanes LANES = new Lanes(EXECUTOR, OF_ONE_LANE);

    /** Who asks waits for the answer, on one of the threads above: so these are never waited for. */
    private static final ExecutorService QUESTIONS = new ImpersonatingExecutorService(
            Executors.newCachedThreadPool(new NamingThreadFactory(new DaemonThreadFactory(), "GitOps Stages gates")),
            ACL.SYSTEM2);

    private Background() {}

    /** The threads, as Jenkins itself. */
    public static Executor executor() {
        return EXECUTOR;
    }

    /** Some of the threads, for what asks the same servers: where those do not answer, the others are not held up. */
    public static Executor executor(String lane) {
        return LANES.lane(lane);
    }

    /** Where what gates ask is asked, one question a promotion; one that gets no answer is given up. */
    public static Executor questions() {
        return QUESTIONS;
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new NamingThreadFactory(new DaemonThreadFactory(), "GitOps Stages"));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
