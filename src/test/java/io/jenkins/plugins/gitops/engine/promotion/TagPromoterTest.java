package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer.Fault;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.ScatteredMirrors;
import io.jenkins.plugins.gitops.engine.release.Bump;
import io.jenkins.plugins.gitops.engine.release.NextVersion;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Promotions by tag on a real Git server. */
@Timeout(60)
class TagPromoterTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final NextVersion COMPUTED = new NextVersion.Computed();

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private final TagPromoter promoter = TagPromoter.onOwnThreads(Clock.systemUTC());
    private int ids;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache.resolve("mirrors"));
        server.createRepository("config", Map.of("shop/app.yaml", "tag: 0\n", "mail/app.yaml", "tag: 0\n"));
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

    private String commit(String branch, String message) throws IOException {
        return server.repositories()
                .commit("config", branch, Map.of("shop/app.yaml", "tag: " + message + ++ids + "\n"), message);
    }

    private String commit(String message) throws IOException {
        return commit("main", message);
    }

    private static NextVersion given(String version) {
        return new NextVersion.Given(SemanticVersion.parse(version).orElseThrow());
    }

    private TagPromotionRequest request(String tag, String commit, NextVersion next) throws IOException {
        return new TagPromotionRequest(
                "p" + ++ids,
                tag,
                mirror().resolve(commit).orElseThrow(),
                next,
                Set.of("shop"),
                null,
                Trailers.of("shop", "prod", null, "https://jenkins.example.com/job/shop/7"),
                JENKINS,
                Duration.ofSeconds(20),
                false,
                List.of(),
                null);
    }

    private static TagPromotionRequest with(TagPromotionRequest request, Trailer trailer, @CheckForNull String value) {
        return new TagPromotionRequest(
                request.id(),
                request.tag(),
                request.commit(),
                request.next(),
                request.folders(),
                request.subject(),
                request.trailers().with(Trailer.REASON, "asked").with(trailer, value),
                request.tagger(),
                request.timeout(),
                request.dryRun(),
                request.rules(),
                request.recordedTag());
    }

    private PromotionResult promote(TagPromotionRequest request) throws Exception {
        return promoter.promote(mirror(), request, PromotionListener.NONE);
    }

    private PromotionResult promote(String tag, String commit, NextVersion next) throws Exception {
        return promote(request(tag, commit, next));
    }

    private String git(String... arguments) {
        return server.repositories().git("config").run(arguments);
    }

    private String message(String tag) {
        return git("for-each-ref", "--format=%(contents)", "refs/tags/" + tag);
    }

    private String tags() {
        return git("for-each-ref", "--format=%(refname:short)", "refs/tags").replace('\n', ' ');
    }

    @Test
    void aMirrorThatIsMadeAgainBeforeThePushLosesNothing() throws Exception {
        mirrors.close();
        mirrors = ScatteredMirrors.below(cache.resolve("scattered"));
        Mirror mirror = mirror();
        TagPromotionRequest request = request("shop/v*", "main", given("1.0.0"));
        AtomicInteger attempts = new AtomicInteger();
        TipRule renewing = tip -> {
            if (attempts.incrementAndGet() < 3) {
                mirror();
            }
            return Optional.empty();
        };

        PromotionResult result = promoter.promote(mirror, request.withRules(List.of(renewing)), PromotionListener.NONE);

        assertThat(result.verdict()).as(result.toString()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(attempts).hasValue(3);
        assertThat(tags()).isEqualTo("shop/v1.0.0");
    }

    @Test
    void makesAnAnnotatedTagThatSaysWhatItIs() throws Exception {
        String commit = commit("feat(cart): remember me");

        PromotionResult result = promote("shop/v*", "main", COMPUTED);

        assertThat(result.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.commit()).isEqualTo(commit);
        assertThat(result.tree()).isEqualTo(git("rev-parse", "main^{tree}"));
        assertThat(result.parent()).isNull();
        assertThat(result.branch()).isEqualTo("shop/v0.1.0");
        assertThat(result.reason()).isEqualTo("Tagged shop/v0.1.0.");
        assertThat(git("rev-parse", "shop/v0.1.0^{commit}")).isEqualTo(commit);
        assertThat(git("for-each-ref", "--format=%(objecttype) %(taggername) %(taggeremail)", "refs/tags"))
                .isEqualTo("tag Jenkins <jenkins@example.com>");
        assertThat(message("shop/v0.1.0"))
                .startsWith("Promote shop to prod: 0.1.0\n\nFeatures:\n\n- cart: remember me (")
                .endsWith("""
                        Gitops-Application: shop
                        Gitops-Environment: prod
                        Gitops-Version: 0.1.0
                        Gitops-Order: 0.1.0
                        Gitops-Build: https://jenkins.example.com/job/shop/7
                        Gitops-Promotion-Id: p2""");
    }

    @Test
    void eachKindOfChangeRaisesItsNumber() throws Exception {
        promote("v*", "main", given("1.0.0"));
        for (String[] step : new String[][] {
            {"docs: typo", "v1.0.1"},
            {"feat: more", "v1.1.0"},
            {"fix: less", "v1.1.1"},
            {"refactor!: other", "v2.0.0"},
            {"chore: x\n\nBREAKING CHANGE: all", "v3.0.0"}
        }) {
            commit(step[0]);
            assertThat(promote("v*", "main", COMPUTED).branch()).as(step[0]).isEqualTo(step[1]);
        }
        commit("fix: small");
        PromotionResult raised = promote("v*", "main", new NextVersion.Raised(Bump.MINOR));
        assertThat(raised.branch()).isEqualTo("v3.1.0");
        assertThat(raised.parent()).isEqualTo(git("rev-parse", "v3.0.0^{commit}"));
        assertThat(message("v3.1.0")).contains("- small (").doesNotContain("- x (");
    }

    @Test
    void ofAMonorepoOnlyTheApplicationsOwnCommitsCount() throws Exception {
        promote("shop/v*", "main", given("1.0.0"));
        server.repositories().commit("config", "main", Map.of("mail/app.yaml", "tag: 1\n"), "feat!: mail only");

        PromotionResult nothing = promote("shop/v*", "main", COMPUTED);
        assertThat(nothing.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(nothing.parent()).isEqualTo(git("rev-parse", "shop/v1.0.0^{commit}"));

        commit("fix: the shop");
        assertThat(promote("shop/v*", "main", COMPUTED).branch()).isEqualTo("shop/v1.0.1");
        assertThat(message("shop/v1.0.1")).doesNotContain("mail");
        assertThat(promote("mail/v*", "main", given("0.1.0")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void tagsACommitWhoseParentABranchStandsAt() throws Exception {
        git("branch", "behind", "main");
        String commit = commit("feat: more");
        commit("feat: and more");

        assertThat(promote("v*", commit, COMPUTED).commit()).isEqualTo(commit);
    }

    @Test
    void asksTheServerTwice() throws Exception {
        promote("v*", "main", given("1.0.0"));
        commit("feat: more");
        TagPromotionRequest request = request("v*", "main", COMPUTED);
        server.forget();

        assertThat(promote(request).branch()).isEqualTo("v1.1.0");

        assertThat(server.requests()).hasSize(2);
        assertThat(server.bytes()).isLessThan(4000);
    }

    @Test
    void aVersionsTagIsNeverMoved() throws Exception {
        String first = git("rev-parse", "main");
        promote("v*", first, given("1.0.0"));
        String id = git("rev-parse", "v1.0.0");
        commit("feat: more");

        PromotionResult conflict = promote(with(request("v*", "main", given("1.0.0")), Trailer.FORCED, "order"));
        assertThat(conflict.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(conflict.reason()).contains("v1.0.0 is there already", first, "never moved");

        PromotionResult same = promote("v*", first, given("1.0.0"));
        assertThat(same.verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(same.parent()).isEqualTo(first);
        assertThat(git("rev-parse", "v1.0.0")).isEqualTo(id);
    }

    @Test
    void theSamePromotionIsFoundAgainWhateverCameSince() throws Exception {
        TagPromotionRequest crashed = request("v*", "main", COMPUTED);
        promote(crashed);
        PromotionResult again = promote(crashed);
        assertThat(again.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(again.commit()).isEqualTo(crashed.commit());
        assertThat(again.reason()).contains("v0.1.0 by an earlier attempt");

        commit("feat: more");
        promote("v*", "main", COMPUTED);
        mirrors.close();
        mirrors = new Mirrors(cache.resolve("fresh"));
        mirror().resolve("main");
        assertThat(promote(crashed).reason()).contains("v0.1.0 by an earlier attempt");
        assertThat(promote(with(crashed, Trailer.FORCED, "order")).reason()).contains("v0.1.0 by an earlier attempt");
        assertThat(tags()).isEqualTo("v0.1.0 v0.2.0");
    }

    @Test
    void anOlderVersionAfterANewerIsSuperseded() throws Exception {
        String old = git("rev-parse", "main");
        commit("feat: more");
        promote("v*", "main", given("1.10.0"));

        PromotionResult late = promote("v*", old, given("1.9.0"));
        assertThat(late.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(late.reason()).isEqualTo("1.9.0 is older than v1.10.0, which shop/prod stands at");
        PromotionResult computed = promote("v*", old, COMPUTED);
        assertThat(computed.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(computed.reason()).contains("is in v1.10.0 already");
        assertThat(tags()).isEqualTo("v1.10.0");

        assertThatThrownBy(() -> promote(with(request("v*", old, given("1.9.0")), Trailer.FORCED, "order")))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("1.9.0 is older than v1.10.0, and shop/prod would go on at v1.10.0");
        assertThat(tags()).isEqualTo("v1.10.0");
        PromotionResult back = promote(with(request("v*", old, COMPUTED), Trailer.FORCED, "order"));
        assertThat(back.branch())
                .as("what is taken back is a version of its own")
                .isEqualTo("v1.10.1");
        assertThat(back.commit()).isEqualTo(old);
        assertThatThrownBy(() -> with(with(request("v*", old, COMPUTED), Trailer.FORCED, "order"), Trailer.REASON, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a reason");
    }

    @Test
    void whatDoesNotBuildOnTheLastVersionIsNotComputed() throws Exception {
        String start = git("rev-parse", "main");
        commit("feat: more");
        promote("v*", "main", given("1.1.0"));
        git("branch", "hotfix/cart", start);
        commit("hotfix/cart", "fix: cart");

        assertThatThrownBy(() -> promote("v*", "hotfix/cart", COMPUTED))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("cannot be told")
                .hasMessageContaining("v1.1.0");
        assertThat(promote("v*", "hotfix/cart", given("1.1.1")).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(message("v1.1.1")).contains("- cart (");
    }

    @ParameterizedTest
    @CsvSource({
        "1.0.0-rc.1, PATCH, 1.0.0",
        "1.0.0-rc.1, MINOR, 1.0.0",
        "1.1.0-rc.1, MAJOR, 2.0.0",
        "0.3.0-rc.1, MINOR, 0.3.0",
    })
    void aPreReleaseBecomesItsRelease(String standing, Bump bump, String next) throws Exception {
        promote("v*", "main", given(standing));

        assertThat(promote("v*", "main", new NextVersion.Raised(bump)).branch()).isEqualTo("v" + next);
        assertThatThrownBy(() -> promote("v*", "main", given("9.0.0-rc.1")))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("would go on running the release v" + next);
    }

    @Test
    void buildMetadataMakesNothingNewer() throws Exception {
        promote("v*", "main", given("1.0.0+a"));

        assertThat(promote("v*", "main", given("1.0.0+b")).verdict()).isEqualTo(PromotionVerdict.CONFLICT);
    }

    @Test
    void aLostAnswerIsLookedFor() throws Exception {
        for (Fault fault : List.of(Fault.LOST_ANSWER, Fault.KILLED, Fault.LOST_REQUEST, Fault.UNAVAILABLE)) {
            String commit = commit("feat: " + fault);
            TagPromotionRequest request = request("v*", "main", COMPUTED);
            server.failNextPush(fault);

            PromotionResult result = promote(request);

            assertThat(result.verdict()).as("%s: %s", fault, result).isEqualTo(PromotionVerdict.PROMOTED);
            assertThat(result.commit()).isEqualTo(commit);
            assertThat(result.attempts()).isEqualTo(2);
        }
        assertThat(tags()).isEqualTo("v0.1.0 v0.2.0 v0.3.0 v0.4.0");
    }

    @Test
    void whoLosesTheRaceTakesTheNextVersion() throws Exception {
        promote("v*", "main", given("1.0.0"));
        String theirs = commit("feat: theirs");
        commit("fix: ours");
        List<String> again = new ArrayList<>();
        server.beforeNextPush(() -> git("tag", "-a", "-m", "By hand", "v1.1.0", theirs));

        PromotionResult result = promoter.promote(mirror(), request("v*", "main", COMPUTED), new PromotionListener() {
            @Override
            public void again(int attempts, String reason) {
                again.add(reason);
            }
        });

        assertThat(result.branch()).isEqualTo("v1.1.1");
        assertThat(result.attempts()).isEqualTo(2);
        assertThat(again).hasSize(1);
        assertThat(message("v1.1.1")).contains("ours").doesNotContain("theirs");
    }

    @Test
    void manyAtOnceMakeOneVersion() throws Exception {
        List<CompletableFuture<PromotionResult>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(promoter.submit(mirror(), request("v*", "main", COMPUTED), PromotionListener.NONE));
        }
        List<PromotionVerdict> verdicts = new ArrayList<>();
        for (CompletableFuture<PromotionResult> each : all) {
            verdicts.add(each.get().verdict());
        }
        assertThat(verdicts).containsOnlyOnce(PromotionVerdict.PROMOTED);
        assertThat(verdicts).filteredOn(PromotionVerdict.UNCHANGED::equals).hasSize(7);
        assertThat(tags()).isEqualTo("v0.1.0");
    }

    @Test
    void aServerThatMeansNoIsBelieved() throws Exception {
        Path hook = server.repositories().folder("config").resolve("hooks/update");
        Files.createDirectories(hook.getParent());
        Files.writeString(hook, "#!/bin/sh\necho tags are protected >&2\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();

        PromotionResult result = promote("v*", "main", COMPUTED);

        assertThat(result.verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.attempts()).isEqualTo(5);
        assertThat(result.reason()).contains("refuses the tag although it did not move");
    }

    @Test
    void aMovingTagIsMovedForward() throws Exception {
        String old = git("rev-parse", "main");
        assertThat(promote("prod", "main", COMPUTED).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        String next = commit("feat: more");

        PromotionResult moved = promote("prod", "main", COMPUTED);

        assertThat(moved.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(moved.branch()).isEqualTo("prod");
        assertThat(moved.parent()).isEqualTo(old);
        assertThat(git("rev-parse", "prod^{commit}")).isEqualTo(next);
        assertThat(message("prod")).startsWith("Promote shop to prod: " + next.substring(0, 10));
        assertThat(promote("prod", "main", COMPUTED).verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        PromotionResult back = promote("prod", old, COMPUTED);
        assertThat(back.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(back.reason()).contains("is older than " + next);
        assertThat(promote(with(request("prod", old, COMPUTED), Trailer.FORCED, "order"))
                        .commit())
                .isEqualTo(old);
    }

    @Test
    void aMovingTagHeedsTheOrderThatItsMessageSays() throws Exception {
        String start = git("rev-parse", "main");
        git("branch", "side");
        commit("feat: main");
        commit("side", "feat: side");
        promote(with(request("prod", "main", COMPUTED), Trailer.ORDER, "17"));

        assertThat(promote(with(request("prod", "side", COMPUTED), Trailer.ORDER, "16"))
                        .verdict())
                .isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThatThrownBy(() -> promote("prod", "side", COMPUTED))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("cannot be told");
        assertThat(promote(with(request("prod", start, COMPUTED), Trailer.ORDER, "18"))
                        .verdict())
                .as("a newer build of an older commit")
                .isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void aForcedMoveIsNotMadeAgainOverWhatCameSince() throws Exception {
        String old = commit("old");
        promote("live", "main", COMPUTED);
        commit("bad");
        promote("live", "main", COMPUTED);
        TagPromotionRequest back = with(request("live", old, COMPUTED), Trailer.FORCED, "order");
        List<String> kept = new ArrayList<>();
        PromotionListener listener = new PromotionListener() {
            @Override
            public void pushing(String held) {
                kept.add(held);
            }
        };
        assertThat(promoter.promote(mirror(), back, listener).verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        String fixed = commit("fixed");
        promote("live", "main", COMPUTED);

        PromotionResult resumed = promote(back.withRecordedTag(kept.get(0)));

        assertThat(resumed.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(resumed.reason()).contains("was moved by somebody else");
        assertThat(git("rev-parse", "live^{commit}")).isEqualTo(fixed);
    }

    @Test
    void aMovingTagThatMovedIsLookedAtAgain() throws Exception {
        promote("prod", "main", COMPUTED);
        String next = commit("feat: next");
        String newest = commit("feat: newest");
        mirror().resolve("main");
        server.beforeNextPush(() -> git("tag", "-f", "prod", newest));

        PromotionResult late = promote("prod", next, COMPUTED);

        assertThat(late.verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(late.attempts()).isEqualTo(2);
        assertThat(git("rev-parse", "prod")).isEqualTo(newest);
    }

    @Test
    void aDryRunShowsAndPushesNothing() throws Exception {
        promote("v*", "main", given("1.0.0"));
        commit("feat: more");

        PromotionResult shown = promote(request("v*", "main", COMPUTED).asDryRun());

        assertThat(shown.verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(shown.reason()).isEqualTo("Would be tagged v1.1.0; nothing was pushed.");
        assertThat(shown.commit()).isNull();
        assertThat(shown.files()).containsExactly("shop/app.yaml");
        assertThat(shown.diff()).contains("-tag: 0", "+tag: feat: more");
        assertThat(tags()).isEqualTo("v1.0.0");
    }

    @Test
    void aRuleIsHeard() throws Exception {
        TagPromotionRequest request = request("v*", "main", COMPUTED)
                .withRules(List.of(tree -> tree.id("shop/app.yaml").isPresent()
                        ? Optional.of(new TipRule.Objection(PromotionVerdict.GATED, "It is Friday."))
                        : Optional.empty()));

        PromotionResult gated = promote(request);

        assertThat(gated.verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(gated.reason()).isEqualTo("It is Friday.");
        assertThat(tags()).isEmpty();
    }

    @Test
    void aServerThatStaysAwayIsSaidToBe() throws Exception {
        TagPromotionRequest request = request("v*", "main", COMPUTED).withTimeout(Duration.ofMillis(300));
        Mirror mirror = mirror();
        server.close();

        assertThatThrownBy(() -> promoter.promote(mirror, request, PromotionListener.NONE))
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNREACHABLE));
    }
}
