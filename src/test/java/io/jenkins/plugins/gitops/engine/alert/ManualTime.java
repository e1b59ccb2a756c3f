package io.jenkins.plugins.gitops.engine.alert;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands until it is moved, and then does what has come due. */
final class ManualTime extends Clock implements AlertTimer {
    static final Instant START = Instant.parse("2026-05-01T12:00:00Z");

    private record Task(Instant due, Runnable what) {}

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparing(Task::due));
    private Instant now = START;

    @Override
    public void in(Duration delay, Runnable task) {
        tasks.add(new Task(now.plus(delay), task));
    }

    void advance(Duration duration) {
        Instant end = now.plus(duration);
        while (!tasks.isEmpty() && !tasks.peek().due().isAfter(end)) {
            Task task = tasks.remove();
            now = task.due().isAfter(now) ? task.due() : now;
            task.what().run();
        }
        now = end;
    }

    int waiting() {
        return tasks.size();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
