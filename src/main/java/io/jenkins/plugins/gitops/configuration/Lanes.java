package io.jenkins.plugins.gitops.configuration;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Shares threads among lanes, so that one whose server does not answer leaves some to the others: of each lane only so
 * many tasks run at once, and the rest wait for their turn without a thread.
 */
final class Lanes {

    private static final class Lane {
        private final Queue<Runnable> waiting = new ArrayDeque<>();
        private int running;
    }

    private final Executor threads;
    private final int width;
    private final Map<String, Lane> lanes = new HashMap<>();

    /**
     * @param threads where tasks run
     * @param width how many of a lane run at once
     */
    Lanes(Executor threads, int width) {
        this.threads = threads;
        this.width = width;
    }

    Executor lane(String name) {
        return task -> enter(name, task);
    }

    /** How many lanes have something to do. */
    synchronized int busy() {
        return lanes.size();
    }

    private void enter(String name, Runnable task) {
        synchronized (this) {
            Lane lane = lanes.computeIfAbsent(name, n -> new Lane());
            if (lane.running == width) {
                lane.waiting.add(task);
                return;
            }
            lane.running++;
        }
        start(name, task);
    }

    private void start(String name, Runnable task) {
        boolean started = false;
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } finally {
                    leave(name);
                }
            });
            started = true;
        } finally {
            if (!started) {
                leave(name); // refused: there is nothing to run on any more
            }
        }
    }

    private void leave(String name) {
        Runnable next;
        synchronized (this) {
            Lane lane = lanes.get(name);
            next = lane.waiting.poll();
            if (next == null && --lane.running == 0) {
                lanes.remove(name);
            }
        }
        if (next != null) {
            start(name, next);
        }
    }
}
