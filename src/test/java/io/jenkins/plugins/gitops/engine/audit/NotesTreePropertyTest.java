package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NotesTreePropertyTest {

    /** Files by path, as a tree. */
    private record Files(Map<String, String> content) implements TreeReader {
        @Override
        public Optional<String> id(String path) {
            boolean there = content.containsKey(path)
                    || content.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
            return there ? Optional.of("id of " + path) : Optional.empty();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.ofNullable(content.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public List<TreeEntry> list(String folder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<TreeEntry> walk(String folder) {
            throw new UnsupportedOperationException();
        }
    }

    @Provide
    Arbitrary<String> commits() {
        // few enough digits in front that many share their folders
        Arbitrary<String> front = Arbitraries.strings().withChars("0a").ofLength(4);
        Arbitrary<String> rest =
                Arbitraries.strings().withChars("0123456789abcdef").ofLength(36);
        return Combinators.combine(front, rest).as(String::concat);
    }

    static String fanned(String commit, int folders) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < folders; i++) {
            path.append(commit, 2 * i, 2 * i + 2).append('/');
        }
        return path + commit.substring(2 * folders);
    }

    @Property(tries = 300)
    void aNoteIsFoundWhereverItStands(
            @ForAll List<@From("commits") String> commits, @ForAll @IntRange(max = 19) int folders) {
        Map<String, String> files = new TreeMap<>();
        commits.forEach(commit -> files.put(fanned(commit, folders), commit));
        for (String commit : commits) {
            assertThat(paths(files, commit)).containsExactly(fanned(commit, folders));
            assertThat(NotesTree.commit(fanned(commit, folders))).contains(commit);
        }
    }

    @Property(tries = 300)
    void notesOfOneCommitInSeveralPlacesAreAllFound(
            @ForAll("commits") String commit, @ForAll Collection<@IntRange(max = 19) Integer> folders) {
        Map<String, String> files = new TreeMap<>();
        folders.forEach(number -> files.put(fanned(commit, number), commit));
        assertThat(paths(files, commit)).containsExactlyInAnyOrderElementsOf(files.keySet());
    }

    @Property(tries = 300)
    void whatIsNoNoteIsNoCommits(@ForAll("commits") String commit, @ForAll @IntRange(min = 1, max = 39) int length) {
        assertThat(NotesTree.commit(commit.substring(length))).isEmpty();
        assertThat(NotesTree.commit(commit.substring(0, length) + "/x" + commit.substring(length)))
                .isEmpty();
        assertThat(NotesTree.commit(commit.toUpperCase(Locale.ROOT).replace('0', 'A')))
                .isEmpty();
    }

    @Property(tries = 500)
    void everyRecordIsReadAsItWasWritten(
            @ForAll("commits") String commit, @ForAll String text, @ForAll List<String> unseen) {
        NoteRecord record = NoteRecord.verdict(commit, "shop", "prod", "LIVE", Instant.ofEpochMilli(1234))
                .from(text, text)
                .because(text, "argocd", unseen);
        List<String> problems = new ArrayList<>();
        byte[] note = NoteLines.append("before".getBytes(StandardCharsets.UTF_8), NoteLines.write(record));
        assertThat(NoteLines.read(commit, note, problems::add)).containsExactly(record);
        assertThat(problems).isEmpty();
        assertThat(NoteLines.append(note, NoteLines.write(record))).isSameAs(note);
    }

    @Property(tries = 500)
    void noBytesBreakTheReader(@ForAll("commits") String commit, @ForAll byte[] bytes, @ForAll String text) {
        List<String> problems = new ArrayList<>();
        byte[] note = NoteLines.append(bytes, "{" + text.replace('\n', ' '));
        assertThat(NoteLines.read(commit, note, problems::add)).isEmpty();
        assertThat(Arrays.copyOf(note, bytes.length)).isEqualTo(bytes);
    }

    private static List<String> paths(Map<String, String> files, String commit) {
        try {
            return NotesTree.paths(new Files(files), commit);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
