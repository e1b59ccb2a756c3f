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
        new Attempts(batch).next();
    }

    /** The attempts to push one batch. */
    private final class Attempts {
        private final List<NotesAddition> batch;
        private int attempts;
        private int refusals;
        private String refusedAt = "";

        Attempts(List<NotesAddition> batch) {
            this.batch = batch;
        }

        void next() {
            attempts++;
            try {
                NotesPush push = new NotesPush(mirror, clock, batch);
                PushOutcome outcome = push.attempt();
                if (outcome.state() == PushOutcome.State.ACCEPTED) {
                    end(null);
                } else {
                    boolean stands = outcome.state() == PushOutcome.State.REFUSED
                            && push.tip().equals(refusedAt);
                    refusals = stands ? refusals + 1 : 1;
                    refusedAt = push.tip();
                    again(new GitException(
                            Reason.REFUSED, mirror.url() + " does not take " + Notes.REF + ": " + outcome.message()));
                }
            } catch (GitException e) {
                if (e.reason() == Reason.UNREACHABLE) {
                    again(e);
                } else {
                    end(e);
                }
            } catch (IOException | RuntimeException e) {
                end(e);
            }
        }

        private void again(GitException why) {
            if (attempts >= ATTEMPTS || refusals >= REFUSALS) {
                end(why);
                return;
            }
            long most = Math.min(LONGEST_PAUSE_MILLIS, SHORTEST_PAUSE_MILLIS << attempts);
            long pause = 1 + ThreadLocalRandom.current().nextLong(most);
            CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS, executor)
                    .execute(this::next);
        }

        private void end(@CheckForNull Exception failure) {
            synchronized (NotesQueue.this) {
                running = false;
            }
            try {
                start();
            } finally {
                for (NotesAddition addition : batch) {
                    if (failure == null) {
                        addition.done().complete(null);
                    } else {
                        addition.done().completeExceptionally(failure);
                    }
                }
            }
        }
    }
}
