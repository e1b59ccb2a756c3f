package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a repository's notes say, at one state of {@code refs/notes/gitops}: {@code git notes --ref gitops show COMMIT}
 * shows the same. Used by one thread.
 */
public final class Notes {
    /** Where the notes stand. */
    public static final String REF = "refs/notes/gitops";

    private static final int PROBLEMS = 100;
    private static final Comparator<NoteRecord> BY_TIME =
            Comparator.comparing(NoteRecord::time).thenComparing(NoteRecord::commit);

    private final Mirror mirror;

    @CheckForNull
    private final TreeReader tree;

    private final Set<String> problems = new LinkedHashSet<>();
    private int told;

    private Notes(Mirror mirror, @CheckForNull TreeReader tree) {
        this.mirror = mirror;
        this.tree = tree;
    }

    /** The notes as the server has them now; none where it has no such ref. */
    public static Notes read(Mirror mirror) throws IOException {
        Optional<String> tip = mirror.resolve(REF);
        return of(mirror, tip.isEmpty() ? null : mirror.tree(tip.get()));
    }

    static Notes of(Mirror mirror, @CheckForNull TreeReader tree) {
        return new Notes(mirror, tree);
    }

    /** All records of a commit, in the order they were written. */
    public List<NoteRecord> of(String commit) throws IOException {
        List<NoteRecord> records = new ArrayList<>();
        if (tree != null) {
            for (String path : NotesTree.paths(tree, commit)) {
                records.addAll(read(tree, commit, path));
            }
        }
        return records;
    }

    /** All records of an application in whatever environment, by time. */
    public List<NoteRecord> ofApplication(String application) throws IOException {
        List<NoteRecord> records = new ArrayList<>();
        if (tree == null) {
            return records;
        }
        for (TreeEntry entry : tree.walk("")) {
            Optional<String> commit = NotesTree.commit(entry.path());
            if (commit.isPresent() && mayTellOf(application, entry)) {
                read(tree, commit.get(), entry).stream()
                        .filter(record -> record.application().equals(application))
                        .forEach(records::add);
            }
        }
        records.sort(BY_TIME);
        return records;
    }

    /** All records of an application's environment, by time. */
    public List<NoteRecord> ofEnvironment(String application, String environment) throws IOException {
        return ofApplication(application).stream()
                .filter(record -> record.environment().equals(environment))
                .toList();
    }

    /**
     * The records of an application's environment that are about commits made since another, by time.
     *
     * @param from left out, with all it builds on; null leaves out nothing
     * @param tip where the environment stands
     */
    public List<NoteRecord> since(String application, String environment, @CheckForNull String from, String tip)
            throws IOException {
        Set<String> commits = new HashSet<>();
        mirror.visit(from, tip, "tree ", commit -> commits.add(commit.id()));
        return ofEnvironment(application, environment).stream()
                .filter(record -> commits.contains(record.commit()))
                .toList();
    }

    /** Whether a note is new, or is known to tell of an application. */
    private boolean mayTellOf(String application, TreeEntry note) {
        return mirror.index()
                .words(note.id())
                .map(applications -> applications.contains(application))
                .orElse(true);
    }

    /** A note, which is not read again for other applications; one with a problem is, so that it is told again. */
    private List<NoteRecord> read(TreeReader from, String commit, TreeEntry entry) throws IOException {
        int before = told;
        List<NoteRecord> records = read(from, commit, entry.path());
        if (told == before) {
            mirror.index()
                    .add(
                            entry.id(),
                            records.stream().map(NoteRecord::application).collect(Collectors.toSet()));
        }
        return records;
    }

    private List<NoteRecord> read(TreeReader from, String commit, String path) throws IOException {
        try {
            Optional<byte[]> note = from.read(path);
            return note.isEmpty() ? List.of() : NoteLines.read(commit, note.get(), this::tell);
        } catch (GitException e) {
            if (e.reason() != GitException.Reason.REFUSED) {
                throw e;
            }
            tell("The note of " + commit + " is passed over: " + e.getMessage());
            return List.of();
        }
    }

    private void tell(String problem) {
        told++;
        if (problems.size() < PROBLEMS) {
            problems.add(problem);
        }
    }

    /** What could not be read so far, as sentences. */
    public List<String> problems() {
        return List.copyOf(problems);
    }
}
