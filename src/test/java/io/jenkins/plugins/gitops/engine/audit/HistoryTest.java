package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.gitops.engine.git.GitCommand;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TagInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Histories as they come to be, made by git itself. */
@Timeout(120)
class HistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path cache;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<NoteRecord> records = new ArrayList<>();
    private GitHttpServer server;
    private Mirrors mirrors;
    private String root;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n"));
        root = server.repositories().tip("config", "main");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        mirrors.close();
        server.close();
    }

    private static Instant minute(int number) {
        return START.plus(Duration.ofMinutes(number));
    }

    private Mirror mirror() throws IOException {
        return mirrors.open(server.access("config"));
    }

    private GitCommand git() {
        return server.repositories().git("config");
    }

    /** A commit on top of others, and main at it. */
    private String commit(int minute, String message, String... parents) {
        List<String> arguments = new ArrayList<>(List.of("commit-tree", root + "^{tree}", "-m", message));
        for (String parent : parents) {
            arguments.addAll(List.of("-p", parent));
        }
        String date = minute(minute).getEpochSecond() + " +0000";
        String commit = git().with(Map.of("GIT_AUTHOR_DATE", date, "GIT_COMMITTER_DATE", date))
                .run(arguments.toArray(String[]::new));
        git().run("update-ref", "refs/heads/main", commit);
        return commit;
    }

    private static Trailers promotion(String version, String id) {
        return Trailers.of("shop", "prod", version, "shop#" + version).with(Trailer.PROMOTION_ID, id);
    }

    private static String message(Trailers... promotions) {
        return Trailers.append("Promote", List.of(promotions));
    }

    private void live(String commit, int minute) {
        records.add(NoteRecord.verdict(commit, "shop", "prod", NoteRecord.LIVE, minute(minute)));
    }

    private void degraded(String commit, int minute) {
        records.add(NoteRecord.verdict(commit, "shop", "prod", NoteRecord.DEGRADED, minute(minute)));
    }

    private History history(int limit) throws Exception {
        if (!records.isEmpty()) {
            new NotesWriter(Clock.systemUTC(), threads)
                    .append(mirror(), new Person("Jenkins", "jenkins@example.com"), records)
                    .get(30, TimeUnit.SECONDS);
            records.clear();
        }
        String tip = server.repositories().tip("config", "main");
        return History.read(mirror(), "shop", Map.of("prod", List.of(tip)), limit);
    }

    private List<Change> changes() throws Exception {
        return history(100).changes();
    }

    @Test
    void tellsWhoDidWhatWhyAndWhatCameOfIt() throws Exception {
        String first = commit(
                1,
                message(promotion("1", "a")
                        .with(Trailer.ACTOR, "ada")
                        .with(Trailer.REASON, "a fix")
                        .with(Trailer.FORCED, "order, hold")),
                root);
        String second = commit(5, message(promotion("2", "b")), first);
        live(first, 2);
        live(first, 3);
        degraded(second, 6);

        assertThat(changes()).hasSize(2);
        Change newer = changes().get(0);
        assertThat(newer.version() + newer.by() + newer.commit()).isEqualTo("2Somebody" + second);
        assertThat(newer.degraded()).isEqualTo(minute(6));
        assertThat(newer.proved()).isNull();
        Change older = changes().get(1);
        assertThat(List.of(older.version(), older.by(), older.build(), older.reason(), older.promotion()))
                .containsExactly("1", "ada", "shop#1", "a fix", "a");
        assertThat(older.forced()).containsExactly("order", "hold");
        assertThat(older.committed()).isEqualTo(minute(1));
        assertThat(older.proved()).isEqualTo(minute(2));
        assertThat(older.isFailed()).isFalse();
    }

    @Test
    void tellsWhatWasPromotedByTag() throws Exception {
        String first = commit(1, "One", root);
        String second = commit(4, "Two", first);
        tag("shop/v1.0.0", first, 2, promotion("1.0.0", "a"));
        tag("shop/v1.1.0-rc.1", second, 5, promotion("1.1.0-rc.1", "b"));
        tag("shop/v1.1.0", second, 8, promotion("1.1.0", "c").with(Trailer.ACTOR, "ada"));
        git().run("tag", "shop/v1.2.0", second);
        live(first, 3);
        live(second, 6);
        degraded(second, 9);
        history(100);
        List<TagInfo> tags = mirror().tags().read("shop/", name -> true);
        assertThat(tags).hasSize(4);

        History history = tagged(tags, false);

        assertThat(history.changes())
                .extracting(Change::version, Change::commit, Change::by, Change::proved, Change::degraded)
                .containsExactly(
                        tuple("1.1.0", second, "ada", null, minute(9)),
                        tuple("1.1.0-rc.1", second, "", minute(6), null),
                        tuple("1.0.0", first, "", minute(3), null));
        Figures figures = history.figures(START, minute(10)).get(0);
        assertThat(figures.deployments()).hasValue(3);
        assertThat(figures.failures()).hasValue(1);
        assertThat(figures.leadTime()).contains(Duration.ofMinutes(2));
        assertThat(tagged(tags, true).figures(START, minute(10)).get(0).deployments())
                .isEmpty();
    }

    private History tagged(List<TagInfo> tags, boolean moving) throws IOException {
        Map<String, List<String>> tips =
                Map.of("prod", List.of(server.repositories().tip("config", "main")));
        return History.read(mirror(), "shop", tips, Map.of("prod", new EnvironmentTags(tags, moving)), 100);
    }

    private void tag(String name, String commit, int minute, Trailers promotion) {
        String date = minute(minute).getEpochSecond() + " +0000";
        git().with(Map.of("GIT_COMMITTER_DATE", date)).run("tag", "-a", "-m", message(promotion), name, commit);
    }

    @Test
    void aVerdictProvesTheNewestChangeThatItsCommitHolds() throws Exception {
        String first = commit(1, message(promotion("1", "a")), root);
        String byHand = commit(2, "Something else", first);
        Trailers elsewhere = Trailers.of("shop", "dev", "9", null).with(Trailer.PROMOTION_ID, "dev");
        String ofDev = commit(3, message(elsewhere), byHand);
        String second = commit(4, message(promotion("2", "b")), ofDev);
        live(ofDev, 5);

        assertThat(changes())
                .extracting(Change::version, Change::proved)
                .containsExactly(tuple("2", null), tuple("1", minute(5)));
        assertThat(second).isNotEqualTo(ofDev);
    }

    @Test
    void whatIsLiveStaysSoWhenTheBranchGoesOnForSomethingElse() throws Exception {
        String first = commit(1, message(promotion("1", "a")), root);
        String other = commit(2, "Something else", first);
        String second = commit(3, message(promotion("2", "b")), other);
        live(first, 2);
        live(other, 4);
        live(second, 9);

        History history = history(100);
        assertThat(history.proved("prod").occupancies())
                .containsExactly(new Occupancy(first, minute(2), minute(9)), new Occupancy(second, minute(9), null));
        assertThat(history.proved("prod").proved()).containsExactly(second, first);
        assertThat(ProvedVersions.read(mirror(), "shop", "prod").occupancies()).hasSize(3);
        assertThat(history.proved("dev").occupancies()).isEmpty();
    }

    @Test
    void anIncludedChangeIsProvedToo() throws Exception {
        String first = commit(1, message(promotion("1", "a")), root);
        String second = commit(2, message(promotion("2", "b")), first);
        live(second, 3);
        records.set(0, records.get(0).including(first));

        assertThat(changes()).extracting(Change::proved).containsExactly(minute(3), minute(3));
    }

    @Test
    void aMergedOneIsToldOnce() throws Exception {
        String side = commit(1, message(promotion("1", "a")), root);
        String other = commit(2, "Something else", root);
        String merge = commit(3, "Merge branch 'side'", other, side);
        String next = commit(4, message(promotion("2", "b")), merge);
        live(merge, 4);
        live(next, 5);
        // a promotion that comes in by the other parent is not below this verdict
        degraded(other, 6);

        assertThat(changes()).extracting(Change::commit).containsExactly(next, side);
        assertThat(changes()).extracting(Change::proved).containsExactly(minute(5), minute(4));
        assertThat(changes()).extracting(Change::degraded).containsOnlyNulls();
    }

    @Test
    void aSquashedOneIsTold() throws Exception {
        Trailers mail = Trailers.of("mail", "prod", "7", null).with(Trailer.PROMOTION_ID, "m");
        String squashed = commit(
                3,
                "Release (#3)\n\n* " + message(promotion("1", "a")) + "\n* " + message(promotion("2", "b"), mail),
                root);
        live(squashed, 4);

        assertThat(changes()).extracting(Change::version).containsExactly("2", "1");
        assertThat(changes()).extracting(Change::proved).containsExactly(minute(4), null);
    }

    @Test
    void aCherryPickedOrRebasedOneIsToldOnce() throws Exception {
        String first = commit(1, message(promotion("1", "a")), root);
        String revert = commit(2, "Revert \"Promote\"", first);
        String again = commit(1, message(promotion("1", "a")), revert);
        live(again, 9);

        assertThat(changes()).singleElement().satisfies(change -> {
            assertThat(change.commit()).isEqualTo(first);
            assertThat(change.proved()).isEqualTo(minute(9));
        });
    }

    @Test
    void aRollbackUndoes() throws Exception {
        String bad = commit(1, message(promotion("2", "a")), root);
        String back = commit(
                5, message(promotion("1", "b").with(Trailer.ACTION, "rollback").with(Trailer.UNDOES, bad)), bad);
        String hold = commit(6, message(promotion("", "c").with(Trailer.ACTION, "hold")), back);
        live(bad, 2);
        live(hold, 7);

        List<Change> changes = changes();
        assertThat(changes).extracting(Change::action).containsExactly("hold", "rollback", "promotion");
        assertThat(changes.get(0).proved()).as("a hold is not delivered").isNull();
        assertThat(changes.get(1).proved()).isEqualTo(minute(7));
        assertThat(changes.get(2).undoneBy()).isEqualTo(back);
        assertThat(changes.get(2).undone()).isEqualTo(minute(5));
        assertThat(changes.get(2).isFailed()).isTrue();
    }

    @Test
    void theVersionsOwnCommitIsItsBeginningWhereItIsHere() throws Exception {
        String source = commit(1, "A feature", root);
        String promoted = commit(8, message(promotion("x", "a").with(Trailer.ORDER, "commit " + source)), source);
        String elsewhere =
                commit(9, message(promotion("y", "b").with(Trailer.ORDER, "commit " + "d".repeat(40))), promoted);

        assertThat(changes()).extracting(Change::commit).containsExactly(elsewhere, promoted);
        assertThat(changes()).extracting(Change::born).containsExactly(null, minute(1));
    }

    @Test
    void otherApplicationsAndEnvironmentsAreOthers() throws Exception {
        Trailers mail = Trailers.of("mail", "prod", "7", null);
        Trailers dev = Trailers.of("shop", "dev", "7", null);
        commit(1, message(mail, dev), root);
        assertThat(changes()).isEmpty();
    }

    @Test
    void theHistoryIsTheSameForAProcessThatStartsFromNothing() throws Exception {
        String first = commit(1, message(promotion("1", "a")), root);
        live(first, 2);
        History before = history(100);
        mirrors.close();
        mirrors = new Mirrors(cache.resolve("fresh"));
        History after = history(100);

        assertThat(after.changes()).isEqualTo(before.changes()).hasSize(1);
        assertThat(after.figures(START, minute(60))).isEqualTo(before.figures(START, minute(60)));
        assertThat(after.figures(START, minute(60)).get(0).deployments()).hasValue(1);
    }

    /** With {@code -Daudit.commits=20000} it says how long that takes, and what is kept of it. */
    @Test
    void aLongHistoryIsReadToALimit() throws Exception {
        int commits = Integer.getInteger("audit.commits", 1_000);
        String from = server.repositories().tip("config", "main");
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < commits; i++) {
            String text = i % 2 == 0 ? "By hand" : message(promotion("1." + i, "p" + i));
            int bytes = text.getBytes(StandardCharsets.UTF_8).length;
            stream.append("commit refs/heads/main\nmark :").append(i + 1);
            stream.append("\ncommitter A <a@b> ")
                    .append(START.getEpochSecond() + i)
                    .append(" +0000\n");
            stream.append("data ").append(bytes).append('\n').append(text).append('\n');
            stream.append(i == 0 ? "from " + from + "\n" : "");
        }
        git().run(stream.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
        List<String> ids = git().run("rev-list", "main").lines().toList();
        for (int i = 0; i < commits / 10; i++) {
            live(ids.get(i * 10), commits - i);
        }
        history(50);
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        long used = runtime.totalMemory() - runtime.freeMemory();
        long started = System.nanoTime();
        History history = history(50);
        long millis = (System.nanoTime() - started) / 1_000_000;
        runtime.gc();
        long more = runtime.totalMemory() - runtime.freeMemory() - used;
        if (Integer.getInteger("audit.commits") != null) {
            System.out.println(commits + " commits: " + millis + " ms, " + more / 1024 + " KiB kept");
        }

        assertThat(history.changes()).hasSize(50);
        assertThat(history.problems()).containsExactly("Only the newest 50 changes of prod were read");
        assertThat(history.changes())
                .filteredOn(change -> change.proved() != null)
                .hasSize(10);
        assertThat(history(History.LIMIT).changes()).hasSize(commits / 2);
    }
}
