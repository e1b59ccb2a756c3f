package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer.Fault;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromoterTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository(
                "config", Map.of("prod/app.yaml", "tag: 1\n", "prod/other.yaml", "a: 1\n", "dev/app.yaml", "tag: 1\n"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private Mirror mirror() throws IOException {
        return mirrors.open(server.access("config"));
    }

    static TreeEdit tag(String path, String value) {
        return tree -> {
            byte[] wanted = ("tag: " + value + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] found = tree.read(path).orElseThrow(() -> new IOException("no " + path));
            return java.util.Arrays.equals(found, wanted) ? List.of() : List.of(FileChange.write(path, wanted));
        };
    }

    private static PromotionRequest request(String id, String version) {
        return new PromotionRequest(
                id,
                "main",
                tag("prod/app.yaml", version),
                "Promote shop " + version + " to prod",
                Trailers.of("shop", "prod", version, "shop#17"),
                JENKINS);
    }

    private PromotionResult promote(PromotionRequest request) throws IOException, InterruptedException {
        return promoter.promote(mirror(), request, PromotionListener.NONE);
    }

    private String tip() {
        return server.repositories().tip("config", "main");
    }

    private String git(String... arguments) {
        return server.repositories().git("config").run(arguments);
    }

    private int commits() {
        return Integer.parseInt(git("rev-list", "--count", "main"));
    }

    @Test
    void promotesOneFileInOneCommit() throws Exception {
        String before = tip();
        PromotionResult result = promote(request("job#17:4", "2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.commit()).isEqualTo(tip());
        assertThat(result.parent()).isEqualTo(before);
        assertThat(result.tree()).isEqualTo(git("rev-parse", "main^{tree}"));
        assertThat(result.files()).containsExactly("prod/app.yaml");
        assertThat(result.attempts()).isEqualTo(1);
        assertThat(server.repositories().read("config", "main", "prod/app.yaml"))
                .isEqualTo("tag: 2\n");
        assertThat(git("diff", "--name-only", before, "main")).isEqualTo("prod/app.yaml");
        assertThat(git("log", "-1", "--format=%an <%ae>|%cn|%s", "main"))
                .isEqualTo("Jenkins <jenkins@example.com>|Jenkins|Promote shop 2 to prod");
        assertThat(git("log", "-1", "--format=%(trailers:only,unfold)", "main").lines())
                .containsExactly(
                        "Gitops-Application: shop",
                        "Gitops-Environment: prod",
                        "Gitops-Version: 2",
                        "Gitops-Build: shop#17",
                        "Gitops-Promotion-Id: job#17:4",
                        "Sha-hydrated-active: " + before);
        git("fsck", "--strict");
    }

    @Test
    void changesOneOfTwoFoldersThatAreTheSame() throws Exception {
        server.commitDirectly(
                "config",
                "main",
                Map.of(
                        "prod/web/app.yaml", "tag: 1\n",
                        "prod/api/app.yaml", "tag: 0\n",
                        "dev/web/app.yaml", "tag: 1\n",
                        "dev/api/app.yaml", "tag: 0\n",
                        "dev/other.yaml", "a: 1\n"));
        PromotionRequest request =
                new PromotionRequest("p1", "main", tag("dev/api/app.yaml", "2"), "Promote", Trailers.none(), JENKINS);

        PromotionResult result = promote(request.withTimeout(Duration.ofSeconds(10)));

        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(git("diff", "--name-only", "main~1", "main")).isEqualTo("dev/api/app.yaml");
        git("fsck", "--strict");
    }

    @Test
    void makesTheTreeThatGitWouldMake() throws Exception {
        TreeEdit edit = tree -> List.of(
                FileChange.write("prod/app.yaml", "x".getBytes(StandardCharsets.UTF_8)),
                FileChange.write("prod.yaml", "y".getBytes(StandardCharsets.UTF_8)),
                FileChange.write("new/deep/ümlaut.yaml", "z".getBytes(StandardCharsets.UTF_8)),
                FileChange.delete("dev/app.yaml"));
        PromotionResult result = promote(new PromotionRequest("1", "main", edit, "Many", Trailers.none(), JENKINS));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        git("fsck", "--strict");
        assertThat(git("-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "main")
                        .lines())
                .containsExactly("new/deep/ümlaut.yaml", "prod.yaml", "prod/app.yaml", "prod/other.yaml");
        String index = git("rev-parse", "main^{tree}");
        assertThat(server.repositories()
                        .git("config")
                        .run(server.repositories().git("config").bytes(new byte[0], "ls-tree", "main"), "mktree"))
                .isEqualTo(index);
    }

    @Test
    void asksTheServerTwiceWhenTheMirrorHasTheTip() throws Exception {
        promote(request("1", "2"));
        server.forget();
        promote(request("2", "3"));
        assertThat(server.requests())
                .containsExactly(
                        "GET /config.git/info/refs?service=git-receive-pack", "POST /config.git/git-receive-pack");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void leavesAloneWhatReadsSoAlready() throws Exception {
        String before = tip();
        PromotionResult result = promote(request("1", "1"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(result.commit()).isNull();
        assertThat(result.parent()).isEqualTo(before);
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void whatIsUnchangedIsWaitedForByTheCommitThatMadeIt() throws Exception {
        String made = promote(request("1", "2")).commit();
        server.commitDirectly("config", "main", Map.of("README", "beside"));
        PromotionRequest again = request("2", "2");
        PromotionResult result = promote(again);
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(result.revision(mirror(), again)).isEqualTo(made);
    }

    @Test
    void showsADiffInADryRunAndPushesNothing() throws Exception {
        String before = tip();
        PromotionResult result = promote(request("1", "2").asDryRun());
        assertThat(result.commit()).isNull();
        assertThat(result.diff()).contains("--- a/prod/app.yaml", "-tag: 1", "+tag: 2");
        assertThat(tip()).isEqualTo(before);
        promote(request("1", "2"));
        assertThat(result.tree()).isEqualTo(git("rev-parse", "main^{tree}"));
    }

    @Test
    void appliesTheEditAgainAfterALostRace() throws Exception {
        mirror().tree("main");
        server.beforeNextPush(() -> commitBeside("other.txt"));
        PromotionResult result = promote(request("1", "2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(server.repositories().read("config", "main", "other.txt")).isEqualTo("beside");
        assertThat(server.repositories().read("config", "main", "prod/app.yaml"))
                .isEqualTo("tag: 2\n");
        assertThat(commits()).isEqualTo(3);
    }

    private void commitBeside(String path) {
        try {
            server.commitDirectly("config", "main", Map.of(path, "beside"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void findsItsOwnCommitWhenTheAnswerIsLost() throws Exception {
        server.failNextPush(Fault.LOST_ANSWER);
        PromotionResult result = promote(request("1", "2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.commit()).isEqualTo(tip());
        assertThat(result.files()).containsExactly("prod/app.yaml");
        assertThat(commits()).isEqualTo(2);
    }

    @Test
    void pushesAgainWhenTheServerDiedInThePush() throws Exception {
        for (Fault fault : List.of(Fault.KILLED, Fault.LOST_REQUEST, Fault.UNAVAILABLE)) {
            int before = commits();
            server.failNextPush(fault);
            PromotionResult result = promote(request(fault.name(), "after " + fault));
            assertThat(result.verdict()).as(fault.name()).isEqualTo(PromotionVerdict.PROMOTED);
            assertThat(result.attempts()).isEqualTo(2);
            assertThat(commits()).isEqualTo(before + 1);
        }
        git("fsck", "--strict");
    }

    @Test
    void goesOnAfterARestartWithTheRecordedParent() throws Exception {
        AtomicReference<String> recorded = new AtomicReference<>();
        PromotionResult first = promoter.promote(mirror(), request("1", "2"), new PromotionListener() {
            @Override
            public void pushing(String parent) {
                recorded.set(parent);
            }
        });
        assertThat(recorded.get()).isEqualTo(first.parent());
        promote(request("2", "3"));
        int before = commits();
        PromotionResult again = promote(request("1", "2").withRecordedParent(recorded.get()));
        assertThat(again.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(again.commit()).isEqualTo(first.commit());
        assertThat(commits()).isEqualTo(before);
        assertThat(server.repositories().read("config", "main", "prod/app.yaml"))
                .isEqualTo("tag: 3\n");
        assertThat(Promoter.find(mirror(), "main", "1", recorded.get()))
                .get()
                .extracting(CommitInfo::id)
                .isEqualTo(first.commit());
        assertThat(Promoter.find(mirror(), "main", "none", recorded.get())).isEmpty();
    }

    @Test
    void doesNotPushWhereTheParentCannotBeKept() throws IOException {
        String before = tip();
        assertThatThrownBy(() -> promoter.promote(mirror(), request("1", "2"), new PromotionListener() {
                    @Override
                    public void pushing(String parent) throws IOException {
                        throw new IOException("disk full");
                    }
                }))
                .hasMessage("disk full");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void promotesOntoARewrittenBranch() throws Exception {
        promote(request("1", "2"));
        String orphan = git("commit-tree", "-m", "Rewritten", "main~1^{tree}");
        server.beforeNextPush(() -> git("update-ref", "refs/heads/main", orphan));
        PromotionResult result = promote(request("2", "3"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.parent()).isEqualTo(orphan);
        assertThat(server.repositories().read("config", "main", "prod/app.yaml"))
                .isEqualTo("tag: 3\n");
    }

    @Test
    void doesNotGuessWhereABranchWasRewrittenAfterALostAnswer() throws Exception {
        String orphan = git("commit-tree", "-m", "Rewritten", "main^{tree}");
        server.failNextPush(Fault.LOST_ANSWER);
        PromotionResult result = promoter.promote(mirror(), request("1", "2"), new PromotionListener() {
            @Override
            public void again(int attempts, String reason) {
                git("update-ref", "refs/heads/main", orphan);
            }
        });
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.reason()).contains("rewritten");
        assertThat(tip()).isEqualTo(orphan);
    }

    @Test
    void saysWhenTheBranchIsGone() throws Exception {
        promote(request("1", "2"));
        String other = server.commitDirectly("config", "other", Map.of("a", "b"));
        assertThat(other).isNotEmpty();
        server.beforeNextPush(() -> git("update-ref", "-d", "refs/heads/main"));
        PromotionResult result = promote(request("2", "3"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.reason()).isEqualTo("The branch is gone.");
    }

    @Test
    void saysWhenThereIsNoSuchBranch() {
        PromotionRequest request =
                new PromotionRequest("1", "nope", tag("prod/app.yaml", "2"), "m", Trailers.none(), JENKINS);
        assertThatThrownBy(() -> promote(request))
                .hasMessageContaining("has no branch \"nope\"")
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.NOT_FOUND));
    }

    @Test
    void givesInToAServerThatForbidsThePush() throws Exception {
        git("config", "receive.denyCurrentBranch", "refuse");
        java.nio.file.Path hook = server.repositories().folder("config").resolve("hooks/pre-receive");
        java.nio.file.Files.writeString(hook, "#!/bin/sh\necho protected >&2\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        String before = tip();
        PromotionResult result = promote(request("1", "2"));
        assertThat(result.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.reason()).contains("refuses the push").contains("pre-receive hook declined");
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void throwsWhenTheServerStaysAway() throws Exception {
        Mirror mirror = mirror();
        mirror.tree("main");
        server.close();
        assertThatThrownBy(() -> promoter.promote(
                        mirror, request("1", "2").withTimeout(Duration.ofMillis(300)), PromotionListener.NONE))
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNREACHABLE));
    }

    @Test
    void losesNothingOfSixtyFourAtOnce() throws Exception {
        Map<String, String> files = new HashMap<>();
        for (int i = 0; i < 64; i++) {
            files.put("apps/" + i + ".yaml", "tag: 0\n");
        }
        server.commitDirectly("config", "main", files);
        int before = commits();
        // two processes' worth: each Promoter queues only its own
        List<Promoter> promoters = List.of(promoter, Promoter.onOwnThreads(Clock.systemUTC()));
        List<Callable<PromotionResult>> all = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            int number = i;
            all.add(() -> promoters
                    .get(number % 2)
                    .promote(
                            mirror(),
                            new PromotionRequest(
                                    "p" + number,
                                    "main",
                                    tag("apps/" + number + ".yaml", "done " + number),
                                    "Promote " + number,
                                    Trailers.none(),
                                    JENKINS),
                            PromotionListener.NONE));
        }
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            for (Future<PromotionResult> result : threads.invokeAll(all)) {
                assertThat(result.get().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(commits()).isEqualTo(before + 64);
        for (int i = 0; i < 64; i++) {
            assertThat(server.repositories().read("config", "main", "apps/" + i + ".yaml"))
                    .isEqualTo("tag: done " + i + "\n");
        }
        assertThat(git("log", "--format=%(trailers:key=Gitops-Promotion-Id,valueonly)", "main")
                        .lines())
                .filteredOn(line -> !line.isBlank())
                .doesNotHaveDuplicates()
                .hasSize(64);
        git("fsck", "--strict");
    }
}
