package io.jenkins.plugins.gitops.engine.audit;

import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Adds lines to the notes of repositories, by compare-and-swap on their ref. What comes while a push is under way goes up
 * together in the next. One instance serves a process, and holds no thread while it waits.
 */
public final class NotesWriter {
    private final Clock clock;
    private final Executor executor;
    private final Map<Mirror.Identity, NotesQueue> queues = new ConcurrentHashMap<>();

    /** @param executor where servers are asked */
    public NotesWriter(Clock clock, Executor executor) {
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Adds records to the notes of their commits; those that are there already are not written twice. Returns at once.
     *
     * @param author who writes the commit of the notes
     * @return done when the server has them; or, as its failure, an {@link java.io.IOException} where it cannot be
     *     reached or does not take them
     */
    public CompletableFuture<Void> append(Mirror mirror, Person author, List<NoteRecord> records) {
        NotesAddition addition = new NotesAddition(author, records, new CompletableFuture<>());
        Mirror.Identity key = mirror.identity();
        NotesQueue added = queues.compute(key, (k, known) -> {
            NotesQueue queue = known == null ? new NotesQueue(mirror, clock, executor) : known;
            queue.add(addition);
            return queue;
        });
        CompletableFuture<Void> done = addition.done()
                .whenComplete((nothing, failure) ->
                        queues.computeIfPresent(key, (k, queue) -> queue.isIdle() ? null : queue));
        added.start();
        return done;
    }

    /** How many repositories somebody is writing to. */
    int repositories() {
        return queues.size();
    }
}
