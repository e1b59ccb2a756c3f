package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer.Fault;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.ScatteredMirrors;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes on a real Git server; what came of them is read by git itself. */
@Timeout(60)
class NotesTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path cache;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final NotesWriter writer = new NotesWriter(Clock.systemUTC(), threads);
    private GitHttpServer server;
    private Mirrors mirrors;
    private String commit;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n"));
        commit = server.repositories().tip("config", "main");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        mirrors.close();
        server.close();
    }

    private Mirror mirror() throws IOException {
        return mirrors.open(server.access("config"));
    }

    private String git(String... arguments) {
        return server.repositories().git("config").run(arguments);
    }

    private String note(String of) {
        return git("notes", "--ref", "gitops", "show", of);
    }

    private static NoteRecord live(String of, Instant time) {
        return NoteRecord.verdict(of, "shop", "prod", NoteRecord.LIVE, time).from("Jenkins", "shop#17");
    }

    private void append(NoteRecord... records) throws Exception {
        writer.append(mirror(), JENKINS, List.of(records)).get(30, TimeUnit.SECONDS);
    }

    @Test
    void theFirstOneIsReadByGit() throws Exception {
        append(live(commit, NOON).because("all \"there\"", "argocd", List.of("Jobs of batch")));

        assertThat(note(commit))
                .isEqualTo("{\"v\":1,\"type\":\"verdict\",\"commit\":\"" + commit
                        + "\",\"application\":\"shop\",\"environment\":\"prod\",\"verdict\":\"LIVE\","
                        + "\"time\":\"2026-03-01T12:00:00Z\",\"by\":\"Jenkins\",\"build\":\"shop#17\","
                        + "\"rules\":\"argocd\",\"unseen\":[\"Jobs of batch\"],\"reason\":\"all \\\"there\\\"\"}");
        assertThat(git("ls-tree", "-r", "--name-only", Notes.REF))
                .isEqualTo(commit.substring(0, 2) + "/" + commit.substring(2));
        assertThat(git("log", "--format=%an %s", Notes.REF)).isEqualTo("Jenkins Note on shop prod: LIVE");
        assertThat(git("fsck", "--strict")).isEmpty();
        assertThat(writer.repositories()).isZero();
    }

    @Test
    void aMirrorThatIsMadeAgainBeforeThePushLosesNothing() throws Exception {
        append(live(commit, NOON));
        mirrors.close();
        mirrors = ScatteredMirrors.below(cache.resolve("scattered"));
        Mirror mirror = mirror();
        AtomicInteger attempts = new AtomicInteger();
        // asked between the tree and its commit
        Clock renewing = new Clock() {
            @Override
            public Instant instant() {
                try {
                    if (attempts.incrementAndGet() < 3) {
                        mirror();
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return NOON;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };

        new NotesWriter(renewing, threads)
                .append(mirror, JENKINS, List.of(live(commit, NOON.plusSeconds(1))))
                .get(30, TimeUnit.SECONDS);

        assertThat(attempts).hasValue(3);
        assertThat(note(commit).lines()).hasSize(2);
    }

    @Test
    void linesAreAddedAndNoneIsRewritten() throws Exception {
        append(live(commit, NOON));
        String first = git("rev-parse", Notes.REF);
        NoteRecord degraded = NoteRecord.verdict(commit, "shop", "prod", NoteRecord.DEGRADED, NOON.plusSeconds(1));
        append(degraded, NoteRecord.approval(commit, "shop", "prod", "owners", "APPROVED", NOON));

        assertThat(git("rev-parse", Notes.REF + "^")).isEqualTo(first);
        assertThat(note(commit).lines()).hasSize(3);
        assertThat(Notes.read(mirror()).of(commit))
                .extracting(NoteRecord::verdict)
                .containsExactly("LIVE", "DEGRADED", "APPROVED");
        append(degraded);
        assertThat(note(commit).lines()).as("not twice").hasSize(3);
        assertThat(git("rev-list", "--count", Notes.REF)).isEqualTo("2");
    }

    @Test
    void whatOthersWroteStaysByteForByteAndIsPassedOver() throws Exception {
        String foreign = "Reviewed-by: somebody\r\n{\"v\":2,\"type\":\"verdict\"}\n{\"v\":1,\"type\":\"new\"}\n"
                + NoteLines.write(live(commit, NOON)).replace("\"v\":1", "\"v\":1,\"later\":[{}]") + "\n\n{broken";
        server.repositories()
                .git("config")
                .run(foreign.getBytes(StandardCharsets.UTF_8), "notes", "--ref", "gitops", "add", "-F", "-", commit);
        String before = note(commit);
        append(live(commit, NOON.plusSeconds(9)));

        assertThat(note(commit)).startsWith(before + "\n");
        Notes notes = Notes.read(mirror());
        assertThat(notes.of(commit)).containsExactly(live(commit, NOON), live(commit, NOON.plusSeconds(9)));
        assertThat(notes.problems())
                .singleElement()
                .asString()
                .startsWith("Line 6 of the note of " + commit + " is passed over: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 19})
    void notesThatGitFannedOutOtherwiseAreReadAndAddedTo(int folders) throws Exception {
        StringBuilder stream = new StringBuilder("commit " + Notes.REF + "\ncommitter A <a@b> now\ndata 0\n");
        for (String of : new String[] {commit, "ab".repeat(20), "abab" + "c".repeat(36)}) {
            String line = NoteLines.write(live(of, NOON));
            stream.append("M 100644 inline ").append(NotesTreePropertyTest.fanned(of, folders));
            stream.append("\ndata ")
                    .append(line.length() + 1)
                    .append('\n')
                    .append(line)
                    .append("\n\n");
        }
        byte[] input = stream.toString().getBytes(StandardCharsets.UTF_8);
        server.repositories().git("config").run(input, "fast-import", "--quiet", "--date-format=now");
        String listed = git("notes", "--ref", "gitops", "list");
        assertThat(Notes.read(mirror()).ofApplication("shop"))
                .extracting(NoteRecord::commit)
                .allMatch(listed::contains)
                .hasSize(3);

        append(live(commit, NOON.plusSeconds(1)));
        assertThat(Notes.read(mirror()).of(commit)).hasSize(2);
        assertThat(note(commit).lines()).hasSize(2);
        assertThat(git("notes", "--ref", "gitops", "list").lines()).hasSize(3);
    }

    @Test
    void gitMovesOurNotesAndTheyAreStillRead() throws Exception {
        List<NoteRecord> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(live(String.format("%02x%038x", i % 256, i), NOON.plusSeconds(i)));
        }
        writer.append(mirror(), JENKINS, records).get(30, TimeUnit.SECONDS);
        assertThat(git("notes", "--ref", "gitops", "list").lines()).hasSize(300);
        git("notes", "--ref", "gitops", "add", "-m", "By hand", commit);

        assertThat(git("notes", "--ref", "gitops", "list").lines()).hasSize(301);
        assertThat(Notes.read(mirror()).ofApplication("shop")).containsExactlyElementsOf(records);
    }

    @Test
    void whatIsAboutAnotherCommitIsNotBelieved() throws Exception {
        append(live(commit, NOON));
        String other = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        git("notes", "--ref", "gitops", "copy", commit, other);

        Notes notes = Notes.read(mirror());
        assertThat(notes.of(other)).isEmpty();
        assertThat(notes.problems()).singleElement().asString().contains("it is about commit " + commit);
        assertThat(notes.of(commit)).hasSize(1);
    }

    @Test
    void anotherWriterInBetweenIsALostRace() throws Exception {
        append(live(commit, NOON));
        server.beforeNextPush(() -> git("notes", "--ref", "gitops", "append", "-m", "Seen by somebody", commit));
        append(live(commit, NOON.plusSeconds(1)));

        assertThat(note(commit)).contains("Seen by somebody");
        assertThat(Notes.read(mirror()).of(commit)).hasSize(2);
    }

    @Test
    void theFirstOneMayBeLostToAnotherFirstOne() throws Exception {
        server.beforeNextPush(() -> git("notes", "--ref", "gitops", "add", "-m", "Seen by somebody", commit));
        append(live(commit, NOON));

        assertThat(note(commit)).contains("Seen by somebody");
        assertThat(Notes.read(mirror()).of(commit)).containsExactly(live(commit, NOON));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aPushThatGoesWrongIsMadeOnce(Fault fault) throws Exception {
        server.failNextPush(fault);
        append(live(commit, NOON));

        assertThat(note(commit)).isEqualTo(NoteLines.write(live(commit, NOON)));
        assertThat(git("rev-list", "--count", Notes.REF)).isEqualTo("1");
    }

    @Test
    void manyAtOnceLoseNothingAndShareAPush() throws Exception {
        NotesWriter other = new NotesWriter(Clock.systemUTC(), threads);
        List<CompletableFuture<Void>> written = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            NotesWriter chosen = i % 2 == 0 ? writer : other;
            written.add(chosen.append(mirror(), JENKINS, List.of(live(commit, NOON.plusSeconds(i)))));
        }
        for (CompletableFuture<Void> each : written) {
            each.get(50, TimeUnit.SECONDS);
        }

        assertThat(Notes.read(mirror()).ofEnvironment("shop", "prod"))
                .extracting(record -> record.time().getEpochSecond() - NOON.getEpochSecond())
                .containsExactlyElementsOf(LongStream.range(0, 40).boxed().toList());
        assertThat(Integer.parseInt(git("rev-list", "--count", Notes.REF))).isLessThan(40);
    }

    @Test
    void aServerThatTakesNoNotesIsAskedOnlySoOften() throws Exception {
        git("config", "receive.hideRefs", "refs/notes");
        assertThatThrownBy(() -> append(live(commit, NOON)))
                .cause()
                .isInstanceOf(GitException.class)
                .hasMessageContaining("does not take " + Notes.REF);
        assertThat(server.requests())
                .filteredOn(r -> r.startsWith("POST") && r.endsWith("receive-pack"))
                .hasSizeBetween(1, 4);
        assertThat(writer.repositories()).isZero();
    }

    @Test
    void aFullNoteIsOnlyItsOwnFailure() throws Exception {
        String other = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        byte[] large = "x".repeat(NoteLines.NOTE_BYTES - 10).getBytes(StandardCharsets.US_ASCII);
        server.repositories().git("config").run(large, "notes", "--ref", "gitops", "add", "-F", "-", commit);
        CompletableFuture<Void> full = writer.append(mirror(), JENKINS, List.of(live(commit, NOON)));
        append(live(other, NOON));

        assertThatThrownBy(() -> full.get(30, TimeUnit.SECONDS)).cause().hasMessageContaining("is full");
        assertThat(Notes.read(mirror()).of(other)).hasSize(1);
    }

    @Test
    void whatTellsOfOtherApplicationsIsReadOnce() throws Exception {
        String second = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        String third = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 2\n"));
        append(live(commit, NOON), NoteRecord.verdict(second, "mail", "prod", NoteRecord.LIVE, NOON));
        git("notes", "--ref", "gitops", "add", "-m", "{nonsense", third);
        Mirror mirror = mirror();
        CountedTree tree = new CountedTree(mirror.tree(mirror.resolve(Notes.REF).orElseThrow()), new ArrayList<>());

        Notes first = Notes.of(mirror, tree);
        assertThat(first.ofApplication("shop")).hasSize(1);
        assertThat(tree.read()).hasSize(3);
        tree.read().clear();
        Notes again = Notes.of(mirror(), tree);

        assertThat(again.ofApplication("shop")).hasSize(1);
        assertThat(tree.read())
                .hasSize(2)
                .noneMatch(path -> path.replace("/", "").equals(second));
        assertThat(again.problems()).isEqualTo(first.problems()).hasSize(1);
        assertThat(again.ofApplication("mail")).hasSize(1);
        append(NoteRecord.verdict(second, "shop", "prod", NoteRecord.LIVE, NOON));
        assertThat(Notes.read(mirror()).ofApplication("shop")).hasSize(2);
    }

    /** A tree that notes which files are read. */
    private record CountedTree(TreeReader tree, List<String> read) implements TreeReader {
        @Override
        public Optional<String> id(String path) throws IOException {
            return tree.id(path);
        }

        @Override
        public Optional<byte[]> read(String path) throws IOException {
            read.add(path);
            return tree.read(path);
        }

        @Override
        public List<TreeEntry> list(String folder) throws IOException {
            return tree.list(folder);
        }

        @Override
        public List<TreeEntry> walk(String folder) throws IOException {
            return tree.walk(folder);
        }
    }

    @Test
    void theRecordsSinceACommitAreThoseOfTheCommitsAfterIt() throws Exception {
        String second = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        String third = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 2\n"));
        append(
                live(third, NOON.plusSeconds(3)),
                live(commit, NOON),
                live(second, NOON.plusSeconds(2)),
                NoteRecord.verdict(third, "shop", "dev", NoteRecord.LIVE, NOON));
        Notes notes = Notes.read(mirror());

        assertThat(notes.since("shop", "prod", commit, third))
                .extracting(NoteRecord::commit)
                .containsExactly(second, third);
        assertThat(notes.since("shop", "prod", null, third)).hasSize(3);
        assertThat(notes.ofEnvironment("shop", "dev")).hasSize(1);
        assertThat(notes.ofEnvironment("mail", "dev")).isEmpty();
    }

    @Test
    void whatWasProvedIsTheSameForAProcessThatStartsFromNothing() throws Exception {
        String second = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        append(live(commit, NOON), live(second, NOON.plusSeconds(60)));
        ProvedVersions before = ProvedVersions.read(mirror(), "shop", "prod");
        mirrors.close();
        mirrors = new Mirrors(cache.resolve("fresh"));
        ProvedVersions after = ProvedVersions.read(mirror(), "shop", "prod");

        assertThat(after.proved()).startsWith(second);
        assertThat(after.liveSince(second)).contains(NOON.plusSeconds(60));
        assertThat(after.occupancies()).isEqualTo(before.occupancies());
        assertThat(after.verdicts()).isEqualTo(before.verdicts()).hasSize(2);
    }

    @Test
    void aRepositoryWithoutNotesHasNone() throws Exception {
        assertThat(Notes.read(mirror()).of(commit)).isEmpty();
        assertThat(ProvedVersions.read(mirror(), "shop", "prod").proved()).isEmpty();
    }
}
