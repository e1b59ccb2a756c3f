package io.jenkins.plugins.gitops.engine.monitor.history;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what a monitor tells of drifts, in a folder of this machine. It is a view, and no truth: what is not there any
 * more is missed by nobody but who asks for it. Written on a thread of its own, so that a slow disk holds up nothing.
 */
public final class DriftHistory implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(DriftHistory.class.getName());
    private static final long BYTES = 32L << 20;
    private static final int WAITING = 10_000;
    private static final int TOGETHER = 100;
    private static final long SHORTEST_PAUSE_MILLIS = 100;
    private static final long LONGEST_PAUSE_MILLIS = 10_000;
    private static final long LAST_WORDS_MILLIS = 500;

    private final Path folder;
    private final HistoryFile file;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread writing;
    private volatile boolean closed;

    private DriftHistory(Path folder, HistoryFile file) {
        this.folder = folder;
        this.file = file;
        this.writing = new Thread(this::write, "gitops-monitor-history");
        this.writing.setDaemon(true);
    }

    /**
     * Begins to keep it.
     *
     * @param folder made where it is not there
     * @throws IOException where it cannot be written, or another monitor does
     */
    public static DriftHistory open(Path folder, Clock clock) throws IOException {
        return open(folder, clock, BYTES);
    }

    static DriftHistory open(Path folder, Clock clock, long bytes) throws IOException {
        DriftHistory history = new DriftHistory(folder, HistoryFile.open(folder, bytes));
        history.keep(HistoryEntry.begun(clock.instant()));
        history.writing.start();
        return history;
    }

    /** Keeps what an event says of a drift. Returns at once. */
    public void keep(MonitorEvent event) {
        HistoryEntry.of(event).ifPresent(this::keep);
    }

    private void keep(HistoryEntry entry) {
        if (!waiting.offer(EntryLine.write(entry))) {
            LOGGER.log(Level.FINE, "The history in {0} misses an event: the disk has been full for long", folder);
        }
    }

    private void write() {
        List<String> lines = new ArrayList<>();
        long pause = 0;
        try {
            while (!closed || !waiting.isEmpty() || !lines.isEmpty()) {
                String next = lines.isEmpty() ? waiting.poll(SHORTEST_PAUSE_MILLIS, TimeUnit.MILLISECONDS) : null;
                if (next != null) {
                    lines.add(next);
                    waiting.drainTo(lines, TOGETHER - 1);
                }
                if (!lines.isEmpty()) {
                    pause = write(lines, pause);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where the disk is full the same is tried again, later each time. Returns how long it waited. */
    private long write(List<String> lines, long paused) throws InterruptedException {
        try {
            file.add(lines);
            lines.clear();
            return 0;
        } catch (IOException e) {
            if (paused == 0) {
                LOGGER.log(Level.WARNING, "The history in " + folder + " cannot be written, and is tried again", e);
            }
            long pause = Math.min(Math.max(2 * paused, SHORTEST_PAUSE_MILLIS), LONGEST_PAUSE_MILLIS);
            TimeUnit.MILLISECONDS.sleep(pause);
            return pause;
        }
    }

    /**
     * What drifted between two times, the oldest first: each time that a resource did is one. Anybody may ask, whether a
     * monitor writes there or not.
     *
     * @param folder as given to {@link #open}
     */
    public static List<Episode> between(Path folder, Instant since, Instant until) throws IOException {
        Episodes episodes = new Episodes();
        for (String line : HistoryFile.read(folder)) {
            EntryLine.read(line).ifPresent(episodes::add);
        }
        return episodes.between(since, until);
    }

    /** Writes what is left, and ends within half a second. */
    @Override
    public void close() throws IOException {
        closed = true;
        try {
            writing.join(LAST_WORDS_MILLIS);
            writing.interrupt();
            writing.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
