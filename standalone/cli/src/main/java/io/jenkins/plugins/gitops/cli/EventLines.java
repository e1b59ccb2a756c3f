package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Prints events on a thread of its own: whoever reads them may be slow, or gone, and the monitor has better things to do
 * than to wait for that.
 */
final class EventLines implements AutoCloseable {
    /** So many lines may wait to be read; then the monitor waits too, since an event that is not told is lost. */
    private static final int MOST = 10_000;

    private static final long LAST_WORDS_MILLIS = 200;

    private final BlockingQueue<Map<String, Object>> lines = new ArrayBlockingQueue<>(MOST);
    private final Thread printing;
    private final Output out;
    private final Runnable gone;
    private volatile boolean closed;

    /** @param gone called where nobody reads any more */
    EventLines(Output out, Runnable gone) {
        this.out = out;
        this.gone = gone;
        this.printing = new Thread(this::print, "monitor-lines");
        this.printing.setDaemon(true);
        this.printing.start();
    }

    void tell(MonitorEvent event) {
        try {
            lines.put(MonitorLine.of(event));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the monitor ends
        }
    }

    private void print() {
        try {
            while (!closed || !lines.isEmpty()) {
                Map<String, Object> line = lines.poll(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null && !out.line(line)) {
                    gone.run();
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has printed what is left, where somebody reads it; waits for nobody who does not. */
    @Override
    public void close() {
        closed = true;
        try {
            printing.join(2 * LAST_WORDS_MILLIS);
            printing.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
