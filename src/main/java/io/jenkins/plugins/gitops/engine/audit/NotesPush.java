package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitException.Reason;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One attempt to add records to the notes: on top of what the server has, and only if it still has that. */
final class NotesPush {
    private static final PushOutcome NOTHING_TO_DO = new PushOutcome(PushOutcome.State.ACCEPTED, "");

    private final Mirror mirror;
    private final Clock clock;
    private final List<NotesAddition> batch;
    private String tip = "";

    NotesPush(Mirror mirror, Clock clock, List<NotesAddition> batch) {
        this.mirror = mirror;
        this.clock = clock;
        this.batch = batch;
    }

    /** Where the notes stood; empty where there were none. */
    String tip() {
        return tip;
    }

    PushOutcome attempt() throws IOException {
        try (RefPush push = mirror.openPush(Notes.REF)) {
            String base = push.tip().orElse(null);
            tip = base == null ? "" : base;
            try {
                return attempt(push, base);
            } catch (IOException | RuntimeException e) {
                if (!push.isStale()) {
                    throw e;
                }
                return new PushOutcome(
                        PushOutcome.State.UNKNOWN, "the mirror was made again during the push: " + e.getMessage());
            }
        }
    }

    private PushOutcome attempt(RefPush push, @CheckForNull String base) throws IOException {
        List<FileChange> changes = changes(base == null ? null : mirror.tree(base));
        if (changes.isEmpty()) {
            return NOTHING_TO_DO;
        }
        String tree = mirror.writeTree(base, changes);
        Person author = batch.get(0).author();
        return push.push(mirror.writeCommit(tree, base, author, author, clock.instant(), message()));
    }

    private List<FileChange> changes(@CheckForNull TreeReader tree) throws IOException {
        Map<String, byte[]> before = new LinkedHashMap<>();
        Map<String, byte[]> after = new LinkedHashMap<>();
        for (NotesAddition addition : batch) {
            for (NoteRecord record : addition.records()) {
                String path = path(tree, record.commit());
                if (!after.containsKey(path)) {
                    byte[] there = tree == null ? new byte[0] : tree.read(path).orElse(new byte[0]);
                    before.put(path, there);
                    after.put(path, there);
                }
                byte[] note = NoteLines.append(after.get(path), NoteLines.write(record));
                if (note.length > NoteLines.NOTE_BYTES) {
                    // the others of the push are not to suffer for it
                    addition.done()
                            .completeExceptionally(new GitException(
                                    Reason.REFUSED, "The note of commit " + record.commit() + " is full"));
                } else {
                    after.put(path, note);
                }
            }
        }
        List<FileChange> changes = new ArrayList<>();
        after.forEach((path, note) -> {
            if (note != before.get(path)) {
                changes.add(FileChange.write(path, note));
            }
        });
        return changes;
    }

    /** Where git has put the note; where it has none, or several after a merge, what comes is added to the last. */
    private static String path(@CheckForNull TreeReader tree, String commit) throws IOException {
        List<String> paths = tree == null ? List.of() : NotesTree.paths(tree, commit);
        return paths.isEmpty() ? NotesTree.path(commit) : paths.get(paths.size() - 1);
    }

    private String message() {
        List<NoteRecord> records =
                batch.stream().flatMap(addition -> addition.records().stream()).toList();
        NoteRecord first = records.get(0);
        String more = records.size() == 1 ? "" : ", and " + (records.size() - 1) + " more";
        String what = first.gate().isEmpty() ? first.verdict() : first.gate() + " " + first.verdict();
        return "Note on " + first.application() + " " + first.environment() + ": " + what + more + "\n";
    }
}
