package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.ForgeServer;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.HostKeys;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promotions by pull request, on a real Gitea. */
@OnGitea
class PullRequestPromotionTest {
    private static final String HEAD = "gitops/promote/shop/prod";
    private static final String FILE = "envs/prod/web.yaml";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Gitea gitea;
    private final Forges forges = new Forges(Clock.systemUTC(), null);
    private final Promoter promoter = Promoter.onOwnThreads(Clock.systemUTC());

    @TempDir
    private Path cache;

    private GiteaRepository repository;
    private Mirrors mirrors;
    private Mirror mirror;
    private Forge forge;
    private int ids;

    PullRequestPromotionTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void create() throws Exception {
        repository = GiteaRepository.create(gitea);
        repository.commit(
                "main", Map.of("gitops.yaml", gitopsYaml("{labels: [gitops]}"), FILE, web("1", 1), "README", "here"));
        mirrors = new Mirrors(cache);
        mirror = open(mirrors);
        forge = forge();
    }

    @AfterEach
    void stop() {
        promoter.close();
        mirrors.close();
    }

    private static String gitopsYaml(String pullRequest) {
        return """
                applications:
                  - name: shop
                    environments:
                      - {name: prod, folder: envs/prod, delivery: external, pullRequest: %s}
                """.formatted(pullRequest);
    }

    private static String web(String tag, int replicas) {
        return "kind: Deployment\nspec:\n  replicas: " + replicas
                + "\n  strategy: {type: Recreate}\n  paused: false\n  minReadySeconds: 0\n  revisionHistoryLimit: 1\n"
                + "  template: {spec: {containers: [{name: web, image: \"r.io/web:" + tag + "\"}]}}\n";
    }

    private Mirror open(Mirrors at) throws IOException {
        return at.open(new RepositoryAccess(
                GitUrl.of(repository.url(), GitUrl.Allowed.HTTP),
                new GitCredentials.UsernamePassword(gitea.admin(), gitea.token()),
                HostKeys.none()));
    }

    private Forge forge() throws ForgeException {
        return forges.forge(
                GitUrl.of(repository.url(), GitUrl.Allowed.HTTP),
                new ForgeServer(ForgeKind.GITEA, URI.create(gitea.address() + "/api/v1")),
                ForgeToken.of("", gitea.token()));
    }

    private static Order order(@CheckForNull Integer number) {
        return number == null ? null : Order.build(number, "");
    }

    private PromotionRequest request(String tag, @CheckForNull Integer order) throws IOException {
        return request(mirror, "p" + ++ids, tag, order);
    }

    private PromotionRequest request(Mirror through, String id, String tag, @CheckForNull Integer order)
            throws IOException {
        ConfigRepository config = new ConfigRepository(through, null);
        Application shop = config.application("shop");
        Requester requester = new Requester(
                id,
                null,
                "https://ci.example.com/job/shop/17/",
                "ada",
                order(order),
                null,
                new Person("Jenkins", "j@example.com"));
        return new EnvironmentPromotion(config, shop, config.environment(shop, "prod"), Clock.systemUTC())
                .ofImages(List.of(ImageEdit.Image.parse("r.io/web=" + tag)), requester);
    }

    private PullRequestPlan plan(PromotionRequest request, boolean waits) throws IOException {
        ConfigRepository config = new ConfigRepository(mirror, null);
        return new JointPromotion(config, List.of(config.application("shop")), "prod", Clock.systemUTC())
                .byPullRequest(request, Renderers.with(Optional.empty()), waits, null);
    }

    private PullRequestPromotion promotion(PullRequestPlan plan) {
        return new PullRequestPromotion(
                mirror,
                forge,
                plan,
                MergeGate.OPEN,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                Clock.systemUTC());
    }

    private PullRequestResult promote(String tag, @CheckForNull Integer order) throws Exception {
        return PullRequestLoop.run(promotion(plan(request(tag, order), false)), Clock.systemUTC(), status -> {});
    }

    /** One that waits, with its pull request open. */
    private PullRequestPromotion waiting(String tag, @CheckForNull Integer order) throws Exception {
        PullRequestPromotion promotion = promotion(plan(request(tag, order), true));
        awaitStatus(promotion, "Waiting for somebody to merge");
        return promotion;
    }

    private static void awaitStatus(PullRequestPromotion promotion, String part) {
        await().atMost(PATIENCE).until(() -> {
            PullRequestLook look = promotion.look();
            assertThat(look).isInstanceOf(PullRequestLook.Again.class);
            return ((PullRequestLook.Again) look).status().contains(part);
        });
    }

    private static PullRequestResult result(PullRequestPromotion promotion) {
        AtomicReference<PullRequestResult> result = new AtomicReference<>();
        await().atMost(PATIENCE).until(() -> {
            if (promotion.look() instanceof PullRequestLook.Done done) {
                result.set(done.result());
            }
            return result.get() != null;
        });
        return result.get();
    }

    private void declare(String pullRequest) throws Exception {
        repository.commit("main", "gitops.yaml", gitopsYaml(pullRequest));
    }

    /** Merged by itself as soon as the check {@code ci} holds. */
    private void declareWithCheck() throws Exception {
        declare("{merge: automatic}");
        repository.send("POST", "/branch_protections", """
                {"rule_name":"main","enable_status_check":true,"status_check_contexts":["ci"],
                 "block_admin_merge_override":true,"enable_push":true}""");
    }

    private JsonNode pulls(String state) throws Exception {
        return repository.json("/pulls?state=" + state);
    }

    private PullRequest only() throws Exception {
        JsonNode open = pulls("open");
        assertThat(open).hasSize(1);
        return forge.read(open.get(0).path("number").longValue());
    }

    private boolean hasHead() throws Exception {
        return mirror.resolve("refs/heads/" + HEAD).isPresent();
    }

    private void mergeByHand(String how, String title, String message) throws Exception {
        long number = only().number();
        String order =
                "{\"do\":\"%s\",\"merge_title_field\":\"%s\",\"merge_message_field\":\"%s\",\"delete_branch_after_merge\":true}"
                        .formatted(how, title, message);
        // refused while Gitea still finds out whether it may be
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> repository
                        .send("POST", "/pulls/" + number + "/merge", order)
                        .isEmpty());
    }

    @Test
    void opensOneAndWritesNothingToTheBase() throws Exception {
        String base = repository.tip("main");

        PullRequestResult result = promote("2", 17);

        PromotionResult promotion = result.promotion();
        assertThat(promotion.verdict()).as(promotion.reason()).isEqualTo(PromotionVerdict.GATED);
        assertThat(promotion.branch()).isEqualTo("main");
        assertThat(promotion.parent()).isEqualTo(base);
        assertThat(promotion.files()).containsExactly(FILE);
        assertThat(promotion.commit()).isEqualTo(repository.tip(HEAD));
        PullRequest opened = only();
        assertThat(result.pullRequest().number()).isEqualTo(opened.number());
        assertThat(result.isProposed()).isTrue();
        assertThat(promotion.reason()).contains("is open").contains(opened.url());
        assertThat(opened.title()).isEqualTo("Promote shop to prod: r.io/web=2");
        assertThat(opened.body())
                .contains("**shop** to **prod**")
                .contains("https://ci.example.com/job/shop/17/")
                .contains("The manifests cannot be rendered here (")
                .contains("```diff\ndiff --git a/envs/prod/web.yaml")
                .contains("+  template: {spec: {containers: [{name: web, image: \"r.io/web:2\"}]}}")
                .contains("\n\nGitops-Application: shop\nGitops-Environment: prod\n")
                .contains("\nGitops-Order: 17\n")
                .endsWith("Gitops-Promotion-Id: p1\n");
        assertThat(repository.json("/issues/" + opened.number() + "/labels").findValuesAsText("name"))
                .containsExactly("gitops");
        assertThat(repository.tip("main")).isEqualTo(base);
        assertThat(repository.read(HEAD, FILE)).isEqualTo(web("2", 1));
    }

    @Test
    void theSamePromotionAgainFindsItsOwn() throws Exception {
        PromotionRequest request = request("2", 17);
        PullRequestLoop.run(promotion(plan(request, false)), Clock.systemUTC(), status -> {});
        String head = repository.tip(HEAD);

        PullRequestResult again = PullRequestLoop.run(promotion(plan(request, false)), Clock.systemUTC(), status -> {});

        assertThat(again.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(again.promotion().attempts()).isZero();
        assertThat(repository.tip(HEAD)).isEqualTo(head);
        assertThat(pulls("all")).hasSize(1);
    }

    @Test
    void aNewerPromotionTakesThePlaceOfAnOlderOne() throws Exception {
        PullRequestPromotion older = waiting("2", 17);
        long number = only().number();

        PullRequestResult newer = promote("3", 18);
        PullRequestResult late = promote("1.5", 16);

        assertThat(newer.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(newer.pullRequest().number()).isEqualTo(number);
        assertThat(only().title()).isEqualTo("Promote shop to prod: r.io/web=3");
        assertThat(only().body()).contains("r.io/web:3").contains("Gitops-Promotion-Id: p2");
        assertThat(late.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(late.promotion().reason()).contains("Order 16 is older than 18");
        PullRequestResult superseded = result(older);
        assertThat(superseded.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(superseded.promotion().reason()).contains("Order 17 is older than 18");
        assertThat(repository.read(HEAD, FILE)).isEqualTo(web("3", 1));
        assertThat(pulls("all")).hasSize(1);
    }

    @Test
    void withoutAnOrderTheLaterOneTakesThePlace() throws Exception {
        PullRequestPromotion first = waiting("2", null);

        assertThat(promote("3", null).promotion().verdict()).isEqualTo(PromotionVerdict.GATED);

        assertThat(result(first).promotion().reason()).contains("r.io/web:3").contains("took its place");
        assertThat(pulls("all")).hasSize(1);
    }

    /** Each line: how it is merged; whether who merges writes a message of their own, without trailers. */
    @ParameterizedTest
    @CsvSource({"merge, false", "merge, true", "squash, false", "squash, true", "rebase, false", "rebase-merge, true"})
    void recognisesItsChangeHoweverItWasMerged(String how, boolean ownWords) throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        repository.commit("main", "README", "moved on");

        mergeByHand(how, ownWords ? "My own words" : "", ownWords ? "Nothing of yours" : "");
        String merged = repository.tip("main");
        repository.commit("main", "README", "moved on again");

        PullRequestResult result = result(promotion);
        assertThat(result.promotion().verdict()).as(result.promotion().reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(merged);
        assertThat(result.promotion().files()).containsExactly(FILE);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(repository.read("main", FILE)).isEqualTo(web("2", 1));
    }

    @Test
    void recognisesItsChangeThatCameWithoutThePullRequest() throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        String picked = repository.commit("main", FILE, web("2", 1));

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(picked);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(pulls("all").get(0).path("body").textValue())
                .startsWith("**Closed.** The change came to main with commit " + picked);
    }

    @Test
    void whatWasMergedAndUndoneWasPromoted() throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        mergeByHand("squash", "My own words", "");
        String merged = repository.tip("main");
        repository.commit("main", FILE, web("1", 1));

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(merged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "squash", "rebase"})
    void mergesByItself(String method) throws Exception {
        declare("{merge: automatic, method: " + method + "}");
        repository.commit("main", "README", "moved on");

        PullRequestResult result = promote("2", 17);

        PromotionResult promotion = result.promotion();
        assertThat(promotion.verdict()).as(promotion.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promotion.commit()).isEqualTo(repository.tip("main"));
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(repository.read("main", FILE)).isEqualTo(web("2", 1));
        JsonNode commit = repository.json("/git/commits/" + promotion.commit());
        assertThat(commit.at("/commit/message").textValue())
                .startsWith("Promote shop to prod: r.io/web=2\n\nGitops-Application: shop\n")
                .contains("Gitops-Order: 17\n")
                .contains("Gitops-Promotion-Id: p1");
        assertThat(commit.path("parents")).hasSize(method.equals("merge") ? 2 : 1);
        assertThat(promote("1.5", 16).promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
    }

    @Test
    void mergesNothingBeforeChecksAndGatesAllowIt() throws Exception {
        declare("{merge: automatic}");
        AtomicReference<String> gate = new AtomicReference<>();
        List<String> asked = new ArrayList<>();
        MergeGate gates = (pullRequest, base) -> {
            asked.add(pullRequest.headCommit());
            return new MergeGate.Answer(gate.get(), null, null);
        };
        PullRequestPromotion promotion = new PullRequestPromotion(
                mirror,
                forge,
                plan(request("2", 17), false),
                gates,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                Clock.systemUTC());
        promotion.look();
        String head = repository.tip(HEAD);
        status(head, "pending");

        awaitStatus(promotion, "Check ci/build is pending");
        status(head, "failure");
        awaitStatus(promotion, "Check ci/build is failure");
        gate.set("approval: nobody has approved");
        status(head, "success");
        awaitStatus(promotion, "nobody has approved");
        assertThat(asked).containsOnly(head);
        gate.set(null);

        assertThat(result(promotion).promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    private void status(String commit, String state) throws Exception {
        repository.send("POST", "/statuses/" + commit, "{\"context\":\"ci/build\",\"state\":\"" + state + "\"}");
    }

    @Test
    void saysThatTheRepositoryAllowsNoSuchMerge() throws Exception {
        declare("{merge: automatic, method: rebase}");
        repository.send("PATCH", "", "{\"has_pull_requests\":true,\"allow_rebase\":false}");

        PullRequestResult result = promote("2", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.promotion().reason()).contains("was not merged").contains("not allowed");
        assertThat(result.isProposed()).isFalse();
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.OPEN);
    }

    @Test
    void saysThatItWasClosed() throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        repository.send("PATCH", "/pulls/" + only().number(), "{\"state\":\"closed\"}");

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason()).contains("was closed without being merged");
        assertThat(result.isProposed()).isFalse();
        PullRequestResult anew = promote("1.5", 16);
        assertThat(anew.promotion().verdict()).as(anew.promotion().reason()).isEqualTo(PromotionVerdict.GATED);
        assertThat(anew.isProposed()).isTrue();
    }

    @Test
    void opensNothingWhereThereIsNothingToChange() throws Exception {
        PullRequestResult result = promote("1", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(result.pullRequest()).isNull();
        assertThat(hasHead()).isFalse();
        assertThat(pulls("all")).isEmpty();
    }

    @Test
    void closesWhatANewerPromotionDoesNotWant() throws Exception {
        promote("2", 17);

        PullRequestResult back = promote("1", 18);

        assertThat(back.promotion().verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        JsonNode closed = pulls("all").get(0);
        assertThat(closed.path("state").textValue()).isEqualTo("closed");
        assertThat(closed.path("body").textValue()).startsWith("**Closed.** A newer promotion wants main as it is");
    }

    @Test
    void closesItsOwnWhereTheBaseHasSomethingNewer() throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        promoter.promote(mirror, request("3", 18), PromotionListener.NONE);

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(pulls("all").get(0).path("body").textValue()).startsWith("**Closed.** Order 17 is older than 18");
        assertThat(promote("2.5", 17).promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
    }

    @Test
    void aHoldKeepsItFromBeingOpenedAndFromBeingMerged() throws Exception {
        declare("{merge: automatic}");
        PullRequestPromotion promotion = promotion(plan(request("2", 17), false));
        promotion.look();
        ConfigRepository config = new ConfigRepository(mirror, null);
        Application shop = config.application("shop");
        EnvironmentHold hold = new EnvironmentHold(config, shop, config.environment(shop, "prod"), Clock.systemUTC());
        Requester ada =
                new Requester("hold", null, null, "ada", null, "it leaks", new Person("Ada", "ada@example.com"));
        promoter.promote(mirror, hold.hold(null, ada), PromotionListener.NONE);

        awaitStatus(promotion, "is held at");
        PullRequestResult other = promote("3", 18);
        promoter.promote(
                mirror,
                hold.release(new Requester("release", null, null, "ada", null, "mended", ada.author())),
                PromotionListener.NONE);

        assertThat(other.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(other.promotion().reason()).contains("it leaks");
        assertThat(result(promotion).promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void theHeadIsMadeAnewWhereTheBaseChangedTheSameFile() throws Exception {
        PullRequestPromotion promotion = waiting("2", 17);
        String first = repository.tip(HEAD);
        repository.commit("main", "README", "another file");
        awaitStatus(promotion, "Waiting for somebody");
        assertThat(repository.tip(HEAD)).isEqualTo(first);

        String base = repository.commit("main", FILE, web("1.1", 3));
        awaitStatus(promotion, "Waiting for somebody");

        String second = repository.tip(HEAD);
        assertThat(repository
                        .json("/git/commits/" + second)
                        .at("/parents/0/sha")
                        .textValue())
                .isEqualTo(base);
        assertThat(repository.read(HEAD, FILE)).isEqualTo(web("2", 3));
        assertThat(only().body()).contains("-  template: {spec: {containers: [{name: web, image: \"r.io/web:1.1\"}]}}");
    }

    @Test
    void whatSomebodyElsePushedIsNeitherMergedNorOverwritten() throws Exception {
        declareWithCheck();
        PullRequestPromotion promotion = promotion(plan(request("2", 17), false));
        awaitStatus(promotion, "is not merged yet");
        String theirs = repository.commit(HEAD, FILE, web("2", 7));
        repository.send("POST", "/statuses/" + theirs, "{\"context\":\"ci\",\"state\":\"success\"}");

        awaitStatus(promotion, "holds commit " + theirs + ", which no promotion made");
        PullRequestResult other = promote("3", 18);

        assertThat(other.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(other.promotion().reason())
                .contains(theirs)
                .contains("Merge or close")
                .contains(only().url());
        assertThat(repository.tip(HEAD)).isEqualTo(theirs);
        mergeByHand("merge", "", "");
        assertThat(result(promotion).promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void whatSomebodyWritesUnderItsNameIsNotMerged() throws Exception {
        declareWithCheck();
        PullRequestPromotion promotion = promotion(plan(request("2", 17), true));
        awaitStatus(promotion, "is not merged yet");
        String theirs = amended(FileChange.write("README", "mine now".getBytes(StandardCharsets.UTF_8)));
        repository.send("POST", "/statuses/" + theirs, "{\"context\":\"ci\",\"state\":\"success\"}");

        awaitStatus(promotion, "holds commit " + theirs + ", which no promotion made");

        assertThat(repository.read("main", "README")).isEqualTo("here");
    }

    @Test
    void aPullRequestThatGoesElsewhereIsNotMerged() throws Exception {
        repository.commit("elsewhere", "README", "there");
        PullRequestPromotion promotion = waiting("2", 17);
        repository.send("PATCH", "/pulls/" + only().number(), "{\"base\":\"elsewhere\"}");

        awaitStatus(promotion, "goes into elsewhere now, not into main");
    }

    @Test
    void aPromotionThatIsHeldIsNotProposedByTheRequestOfAnother() throws Exception {
        promote("2", 17);
        repository.commit("main", ".gitops/shop/prod.yaml", """
                hold: {version: '1', by: ada, reason: it leaks, since: 2026-05-01T12:00:00Z}
                """);

        PullRequestResult held = promote("3", 18);

        assertThat(held.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.promotion().reason()).contains("held");
        assertThat(held.pullRequest()).isNotNull();
        assertThat(held.isProposed()).isFalse();
    }

    /** The commit of the head with another change, as {@code git commit --amend} makes it. */
    private String amended(FileChange change) throws Exception {
        CommitInfo ours = mirror.commit(repository.tip(HEAD));
        String parent = ours.parents().get(0);
        try (RefPush push = mirror.openPush("refs/heads/" + HEAD)) {
            String theirs = mirror.writeCommit(
                    mirror.writeTree(ours.id(), List.of(change)),
                    parent,
                    new Person("Eve", "eve@example.com"),
                    new Person("Eve", "eve@example.com"),
                    Instant.now(),
                    ours.message());
            assertThat(push.push(theirs, parent).state()).isEqualTo(PushOutcome.State.ACCEPTED);
            return theirs;
        }
    }

    @Test
    void aBranchOfSomebodyElseIsNotTaken() throws Exception {
        String theirs = repository.commit(HEAD, FILE, web("1", 7));

        PullRequestResult result = promote("2", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.promotion().reason()).contains("Delete the branch");
        assertThat(repository.tip(HEAD)).isEqualTo(theirs);
        assertThat(pulls("all")).isEmpty();
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        AtomicReference<PullRequestTrace> kept = new AtomicReference<>(PullRequestTrace.NONE);
        PullRequestPlan plan = plan(request("2", 17), true);
        PullRequestPromotion before =
                new PullRequestPromotion(mirror, forge, plan, MergeGate.OPEN, kept.get(), kept::set, Clock.systemUTC());
        awaitStatus(before, "Waiting for somebody");
        mergeByHand("squash", "My own words", "");
        String merged = repository.tip("main");

        try (Mirrors fresh = new Mirrors(cache.resolve("fresh"))) {
            PullRequestPromotion after = new PullRequestPromotion(
                    open(fresh), forge(), plan, MergeGate.OPEN, kept.get(), kept::set, Clock.systemUTC());
            PullRequestResult result = result(after);
            assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
            assertThat(result.promotion().commit()).isEqualTo(merged);
        }
    }

    @Test
    void nothingIsPushedThatCouldNotBeKept() throws Exception {
        PullRequestListener full = trace -> {
            throw new IOException("no space left");
        };
        assertThatThrownBy(() -> new PullRequestPromotion(
                                mirror,
                                forge,
                                plan(request("2", 17), true),
                                MergeGate.OPEN,
                                PullRequestTrace.NONE,
                                full,
                                Clock.systemUTC())
                        .look())
                .hasMessage("no space left");
        assertThat(hasHead()).isFalse();
    }

    @Test
    void endsAtItsDeadline() throws Exception {
        PullRequestPlan plan = plan(request("2", 17), true);
        PullRequestPlan late =
                new PullRequestPlan(plan.promotion(), plan.head(), plan.policy(), plan.shown(), true, Instant.now());

        PullRequestResult result = PullRequestLoop.run(promotion(late), Clock.systemUTC(), status -> {});

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason()).contains("was not merged in time");
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.OPEN);
    }

    @Test
    void whatTheHostDoesNotTakeIsTold() throws Exception {
        declare("{labels: [gitops], reviewers: [nobody-of-this-name]}");

        PullRequestResult result = promote("2", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason()).contains("is open").contains("ask for reviews");
    }

    @Test
    void manyProcessesAtOnceMakeOnePullRequest() throws Exception {
        int processes = 6;
        List<CompletableFuture<PullRequestResult>> running = new ArrayList<>();
        for (int i = 1; i <= processes; i++) {
            int number = i;
            running.add(CompletableFuture.supplyAsync(() -> {
                try (Mirrors own = new Mirrors(cache.resolve("process-" + number))) {
                    Mirror through = open(own);
                    PullRequestPlan plan = plan(request(through, "process " + number, "2." + number, number), false);
                    return PullRequestLoop.run(
                            new PullRequestPromotion(
                                    through,
                                    forge(),
                                    plan,
                                    MergeGate.OPEN,
                                    PullRequestTrace.NONE,
                                    PullRequestListener.NONE,
                                    Clock.systemUTC()),
                            Clock.systemUTC(),
                            status -> {});
                } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        List<PullRequestResult> results =
                running.stream().map(CompletableFuture::join).toList();

        assertThat(pulls("all")).hasSize(1);
        assertThat(repository.read(HEAD, FILE)).isEqualTo(web("2." + processes, 1));
        assertThat(only().title()).isEqualTo("Promote shop to prod: r.io/web=2." + processes);
        assertThat(results.get(processes - 1).promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.promotion().verdict())
                        .as(result.promotion().reason())
                        .isIn(PromotionVerdict.GATED, PromotionVerdict.SUPERSEDED));
    }
}
