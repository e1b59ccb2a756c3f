package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** What this process adds to one repository's notes: one push at a time, tried again a bounded number of times. */
final class NotesQueue {
    private static final int ATTEMPTS = 16;

    /** How often a server may say no to a ref that nobody moved: it is not a race, then. */
    private static final int REFUSALS = 4;

    private static final int BATCH = 256;
    private static final long SHORTEST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Mirror mirror;
    private final Clock clock;
    private final Executor executor;
    private final Deque<NotesAddition> waiting = new ArrayDeque<>();
    private boolean running;

    NotesQueue(Mirror mirror, Clock clock, Executor executor) {
        this.mirror = mirror;
        this.clock = clock;
        this.executor = executor;
    }

    synchronized void add(NotesAddition addition) {
        waiting.add(addition);
    }

    /** Begins, unless it is at it or there is nothing to do. */
    void start() {
        synchronized (this) {
            if (running || waiting.isEmpty()) {
                return;
            }
            running = true;
        }
        executor.execute(this::next);
    }

    synchronized boolean isIdle() {
        return waiting.isEmpty() && !running;
    }

    private void next() {
        List<NotesAddition> batch = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && batch.size() < BATCH) {
                batch.add(waiting.remove());
            }
        }
        attempt(new Attempt(batch, 1, 0, ""));
    }

    /**
     * An attempt to push a batch.
     *
     * @param number from 1 on
     * @param refusals how often in a row the server said no before, while the ref stood still
     * @param refusedAt where it stood then
     */
    private record Attempt(List<NotesAddition> batch, int number, int refusals, String refusedAt) {}

    private void attempt(Attempt attempt) {
        try {
            NotesPush push = new NotesPush(mirror, clock, attempt.batch());
            PushOutcome outcome = push.attempt();
            if (outcome.state() == PushOutcome.State.ACCEPTED) {
                end(attempt, null);
                return;
            }
            boolean refused = outcome.state() == PushOutcome.State.REFUSED;
            boolean stands = refused && push.tip().equals(attempt.refusedAt());
            again(
                    new Attempt(
                            attempt.batch(),
                            attempt.number() + 1,
                            stands ? attempt.refusals() + 1 : refused ? 1 : 0,
                            push.tip()),
                    new GitException(
                            Reason.REFUSED, mirror.url() + " does not take " + Notes.REF + ": " + outcome.message()));
        } catch (GitException e) {
            if (e.reason() == Reason.UNREACHABLE) {
                again(new Attempt(attempt.batch(), attempt.number() + 1, 0, ""), e);
            } else {
                end(attempt, e);
            }
        } catch (IOException | RuntimeException e) {
            end(attempt, e);
        }
    }

    private void again(Attempt attempt, GitException why) {
        if (attempt.number() > ATTEMPTS || attempt.refusals() >= REFUSALS) {
            end(attempt, why);
            return;
        }
        long most = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << attempt.number());
        long pause = 1 + ThreadLocalRandom.current().nextLong(most);
        CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor)
                .execute(() -> attempt(attempt));
    }

    private void end(Attempt attempt, @CheckForNull Exception failure) {
        pause();
        try {
            start();
        } finally {
            for (NotesAddition addition : attempt.batch()) {
                if (failure == null) {
                    addition.done().complete(null);
                } else {
                    addition.done().completeExceptionally(failure);
                }
            }
        }
    }

    private synchronized void pause() {
        running = false;
    }
}
