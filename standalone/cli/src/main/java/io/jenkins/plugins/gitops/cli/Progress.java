package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.promotion.PromotionListener;
import java.io.PrintWriter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says on one line of a terminal what is being done, from the second second on. Where nobody watches it says nothing:
 * a log wants answers.
 */
final class Progress implements AutoCloseable {
    /** Set by the launcher, which alone can tell whether standard error is a terminal. */
    private static final String WATCHED = "gitops.watched";

    private static final long FIRST_MILLISECONDS = 1000;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter err;
    private final long started = System.nanoTime();
    private final ScheduledExecutorService ticker;
    private String doing;
    private boolean shown;

    private Progress(PrintWriter err, String doing, boolean watched) {
        this.err = err;
        this.doing = doing;
        this.ticker = watched
                ? Executors.newSingleThreadScheduledExecutor(task -> {
                    Thread thread = new Thread(task, "progress");
                    thread.setDaemon(true);
                    return thread;
                })
                : null;
        if (ticker != null) {
            ticker.scheduleAtFixedRate(this::show, FIRST_MILLISECONDS, FIRST_MILLISECONDS, TimeUnit.MILLISECONDS);
        }
    }

    /** Begins something that may take longer than a second. */
    static Progress begin(PrintWriter err, String doing, boolean watched) {
        return new Progress(err, doing, watched);
    }

    /** What is being done from now on. */
    synchronized void now(String what) {
        doing = Output.plain(what).replace('\n', ' ');
    }

    /** Shows attempts of a promotion that did not get through. */
    PromotionListener ofPromotion() {
        return new PromotionListener() {
            @Override
            public void again(int attempts, String reason) {
                now("Promoting, attempt " + (attempts + 1) + ": " + reason);
            }
        };
    }

    private synchronized void show() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started);
        err.print(ERASE + doing + " (" + seconds + " s)");
        err.flush();
        shown = true;
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (ticker != null) {
            ticker.shutdownNow();
        }
        synchronized (this) {
            if (shown) {
                err.print(ERASE);
                err.flush();
                shown = false;
            }
        }
    }

    /** Whether a person watches standard error. */
    static boolean isWatched() {
        String told = System.getProperty(WATCHED);
        return told != null ? Boolean.parseBoolean(told) : System.console() != null;
    }
}
