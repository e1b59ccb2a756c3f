package io.jenkins.plugins.gitops.engine.audit;

import io.jenkins.plugins.gitops.engine.git.Person;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Records on their way into the notes.
 *
 * @param author who writes the commit
 * @param records what is added
 * @param done when they are there, or will not be
 */
record NotesAddition(Person author, List<NoteRecord> records, CompletableFuture<Void> done) {

    NotesAddition {
        records = List.copyOf(records);
    }
}
