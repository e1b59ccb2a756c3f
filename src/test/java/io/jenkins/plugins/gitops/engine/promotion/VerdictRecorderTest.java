package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord;
import io.jenkins.plugins.gitops.engine.audit.Notes;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.promotion.VerdictRecorder.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a wait ends with, kept in a real repository. */
@Timeout(60)
class VerdictRecorderTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Witness WITNESS =
            new Witness("shop", "prod", "argocd", new Person("Jenkins", "jenkins@example.com"), "shop#17");

    @TempDir
    private Path cache;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AuditEvent> told = new CopyOnWriteArrayList<>();
    private GitHttpServer server;
    private Mirrors mirrors;
    private String older;
    private String commit;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n"));
        older = server.repositories().tip("config", "main");
        commit = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
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

    private String record(WaitVerdict verdict, String waited, @CheckForNull String live, Duration patience)
            throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        VerdictRecorder recorder = new VerdictRecorder(new NotesWriter(clock, threads), told::add, clock, patience);
        WaitResult result = new WaitResult(verdict, waited, live, List.of("web: no image"), List.of());
        return recorder.record(mirror(), WITNESS, result).get(30, TimeUnit.SECONDS);
    }

    private String record(WaitVerdict verdict, String waited, @CheckForNull String live) throws Exception {
        return record(verdict, waited, live, VerdictRecorder.PATIENCE.multipliedBy(4));
    }

    @Test
    void whatIsLiveIsProved() throws Exception {
        assertThat(record(WaitVerdict.LIVE, commit, commit)).isEmpty();

        NoteRecord expected = NoteRecord.verdict(commit, "shop", "prod", NoteRecord.LIVE, NOW)
                .from("Jenkins", "shop#17")
                .because("web: no image", "argocd", List.of());
        assertThat(Notes.read(mirror()).of(commit)).containsExactly(expected);
        assertThat(told)
                .singleElement()
                .satisfies(event -> assertThat(event.values())
                        .containsEntry("verdict", "LIVE")
                        .containsEntry("repository", server.url("config")));
    }

    @Test
    void theLiveCommitIsProvedAndSaysWhatItIncludes() throws Exception {
        record(WaitVerdict.INCLUDED_IN_NEWER, older, commit);

        assertThat(Notes.read(mirror()).of(commit))
                .singleElement()
                .satisfies(record -> assertThat(
                                record.isLive() && record.included().equals(older))
                        .isTrue());
        assertThat(Notes.read(mirror()).of(older)).isEmpty();
    }

    @Test
    void whatIsDegradedIsKeptToo() throws Exception {
        record(WaitVerdict.DEGRADED, commit, commit);

        assertThat(Notes.read(mirror()).of(commit)).singleElement().matches(NoteRecord::isDegraded);
    }

    @ParameterizedTest
    @EnumSource(
            value = WaitVerdict.class,
            names = {"SUPERSEDED", "BLOCKED", "TIMED_OUT", "UNKNOWN"})
    void whatProvesNothingIsNotKept(WaitVerdict verdict) throws Exception {
        assertThat(record(verdict, commit, null)).isEmpty();
        assertThat(record(verdict, commit, commit)).isEmpty();

        assertThat(server.requests()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void whoMayOnlyReadIsToldSoInASentence() throws Exception {
        server.repositories().git("config").run("config", "http.receivepack", "false");

        assertThat(record(WaitVerdict.LIVE, commit, commit))
                .startsWith("The verdict could not be recorded in refs/notes/gitops: ")
                .doesNotContain("Exception");
    }

    @Test
    void aSlowServerIsNotWaitedFor() throws Exception {
        mirror().resolve("main");
        server.latency(Duration.ofSeconds(2));

        assertThat(record(WaitVerdict.LIVE, commit, commit, Duration.ofMillis(100)))
                .contains("took longer than");
    }
}
