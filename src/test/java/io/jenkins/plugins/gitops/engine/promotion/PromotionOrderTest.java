package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An older promotion that comes late, on a real Git server. */
class PromotionOrderTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n", "other.yaml", "tag: 0\n"));
    }

    @AfterEach
    void stop() {
        promoter.close();
        mirrors.close();
        server.close();
    }

    private Mirror mirror() throws IOException {
        return mirrors.open(server.access("config"));
    }

    private PromotionRequest request(String version, @CheckForNull String order) {
        return new PromotionRequest(
                "p" + ++ids,
                "main",
                PromoterTest.tag("app.yaml", version),
                "Promote " + version,
                Trailers.of("shop", "prod", version, null).with(Trailer.ORDER, order),
                JENKINS);
    }

    private PromotionVerdict promote(String version, @CheckForNull String order) throws Exception {
        return promoter.promote(mirror(), request(version, order), PromotionListener.NONE)
                .verdict();
    }

    private String tip() {
        return server.repositories().tip("config", "main");
    }

    private String git(String... arguments) {
        return server.repositories().git("config").run(arguments);
    }

    @Test
    void anOlderOneWritesNothing() throws Exception {
        assertThat(promote("b17", "17")).isEqualTo(PromotionVerdict.PROMOTED);
        String before = tip();
        PromotionResult late = promoter.promote(mirror(), request("b16", "16"), PromotionListener.NONE);
        assertThat(late.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(late.reason()).contains("Order 16 is older than 17").contains(before);
        assertThat(tip()).isEqualTo(before);
        assertThat(promote("b17 again", "17")).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote("b18", "18")).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void semanticVersionsAreComparedAsSuch() throws Exception {
        assertThat(promote("1.10.0", "1.10.0")).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote("1.9.0", "1.9.0")).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(promote("1.10.1-rc.1", "1.10.1-rc.1")).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void commitsAreComparedByAncestry() throws Exception {
        String older = tip();
        String newer = server.commitDirectly("config", "main", Map.of("readme", "a"));
        String beside = git("commit-tree", "-m", "beside", "-p", older, older + "^{tree}");
        git("branch", "beside", beside);
        mirror().resolve("beside");
        assertThat(promote("newer", "commit " + newer)).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote("older", "commit " + older)).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThatThrownBy(() -> promote("beside", "commit " + beside)).hasMessageContaining("cannot be told");
    }

    @Test
    void whereTheOrderCannotBeToldTheAnswerIsAnError() throws Exception {
        promote("b17", "17 of shop/main");
        String before = tip();
        for (String order : new String[] {"18 of shop/hotfix", "1.4.2", null}) {
            assertThatThrownBy(() -> promote("other", order))
                    .hasMessageContaining("cannot be told")
                    .hasMessageContaining("17 of shop/main")
                    .hasMessageContaining("force");
        }
        assertThat(tip()).isEqualTo(before);
    }

    @Test
    void aDowngradeIsForcedByName() throws Exception {
        promote("b17", "17");
        PromotionRequest down = new PromotionRequest(
                "down",
                "main",
                PromoterTest.tag("app.yaml", "b16"),
                "Back",
                Trailers.of("shop", "prod", "b16", null)
                        .with(Trailer.ORDER, "16")
                        .with(Trailer.FORCED, "order, hold"),
                JENKINS);
        assertThat(promoter.promote(mirror(), down, PromotionListener.NONE).verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promote("b17", "17")).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void theOrderSurvivesASquashAndANewProcess() throws Exception {
        git("branch", "side");
        promote("b17", "17");
        String squashed = git(
                "commit-tree",
                "-m",
                "Release (#1)\n\n* " + git("log", "-1", "--format=%B", "main"),
                "-p",
                "side",
                "main^{tree}");
        git("update-ref", "refs/heads/main", squashed);
        promoter.close();
        promoter = Promoter.onOwnThreads(Clock.systemUTC());
        mirrors.close();
        mirrors = new Mirrors(cache.resolve("fresh"));
        assertThat(promote("b16", "16")).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(tip()).isEqualTo(squashed);
    }

    @Test
    void anOlderOneThatIsMergedInDoesNotHideTheNewer() throws Exception {
        assertThat(promote("b4", "4")).isEqualTo(PromotionVerdict.PROMOTED);
        String side = git(
                "commit-tree",
                "-m",
                "b5\n\nGitops-Application: shop\nGitops-Environment: prod\nGitops-Order: 5",
                "-p",
                tip(),
                tip() + "^{tree}");
        assertThat(promote("b10", "10")).isEqualTo(PromotionVerdict.PROMOTED);
        git(
                "update-ref",
                "refs/heads/main",
                git("commit-tree", "-m", "merge", "-p", tip(), "-p", side, tip() + "^{tree}"));
        assertThat(promote("b7", "7")).isEqualTo(PromotionVerdict.SUPERSEDED);
        promoter.close();
        promoter = Promoter.onOwnThreads(Clock.systemUTC());
        assertThat(promote("b7", "7")).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(promote("b11", "11")).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void aRewrittenBranchIsReadAnew() throws Exception {
        String before = tip();
        promote("b17", "17");
        git("update-ref", "refs/heads/main", before);
        assertThat(promote("b16", "16")).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void whatComesTogetherIsComparedToo() throws Exception {
        CompletableFuture<PromotionResult> newer =
                promoter.submit(mirror(), request("b18", "18"), PromotionListener.NONE);
        CompletableFuture<PromotionResult> older =
                promoter.submit(mirror(), request("b17", "17"), PromotionListener.NONE);
        assertThat(newer.get().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(older.get().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(server.repositories().read("config", "main", "app.yaml")).isEqualTo("tag: b18\n");
    }

    @Test
    void otherStreamsAreNotConcerned() throws Exception {
        promote("b17", "17");
        PromotionRequest other = new PromotionRequest(
                "other",
                "main",
                PromoterTest.tag("other.yaml", "1"),
                "Other",
                Trailers.none().with(Trailer.STREAM, "other").with(Trailer.ORDER, "1"),
                JENKINS);
        assertThat(promoter.promote(mirror(), other, PromotionListener.NONE).verdict())
                .isEqualTo(PromotionVerdict.PROMOTED);
    }
}
