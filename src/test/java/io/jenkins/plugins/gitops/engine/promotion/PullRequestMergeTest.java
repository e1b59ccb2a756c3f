package io.jenkins.plugins.gitops.engine.promotion;

import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.awaitStatus;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.result;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.web;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a pull request comes to its base, by itself or by somebody, on a real Gitea. */
@OnGitea
class PullRequestMergeTest {
    private final Gitea gitea;

    @TempDir
    private Path cache;

    private GiteaShop shop;

    PullRequestMergeTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void create() throws Exception {
        shop = GiteaShop.create(gitea, cache);
    }

    @AfterEach
    void stop() {
        shop.close();
    }

    /** Each line: how it is merged; whether who merges writes a message of their own, without trailers. */
    @ParameterizedTest
    @CsvSource({"merge, false", "merge, true", "squash, false", "squash, true", "rebase, false", "rebase-merge, true"})
    void recognisesItsChangeHoweverItWasMerged(String how, boolean ownWords) throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        shop.repository.commit("main", "README", "moved on");

        shop.mergeByHand(how, ownWords ? "My own words" : "", ownWords ? "Nothing of yours" : "");
        String merged = shop.repository.tip("main");
        shop.repository.commit("main", "README", "moved on again");

        PullRequestResult result = result(promotion);
        assertThat(result.promotion().verdict()).as(result.promotion().reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(merged);
        assertThat(result.promotion().files()).containsExactly(GiteaShop.FILE);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(shop.repository.read("main", GiteaShop.FILE)).isEqualTo(web("2", 1));
    }

    @Test
    void recognisesItsChangeThatCameWithoutThePullRequest() throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        String picked = shop.repository.commit("main", GiteaShop.FILE, web("2", 1));

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(picked);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(shop.pulls("all").get(0).path("body").textValue())
                .startsWith("**Closed.** The change came to main with commit " + picked);
    }

    @Test
    void whatWasMergedAndUndoneWasPromoted() throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        shop.mergeByHand("squash", "My own words", "");
        String merged = shop.repository.tip("main");
        shop.repository.commit("main", GiteaShop.FILE, web("1", 1));

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(result.promotion().commit()).isEqualTo(merged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge", "squash", "rebase"})
    void mergesByItself(String method) throws Exception {
        shop.declare("{merge: automatic, method: " + method + "}");
        shop.repository.commit("main", "README", "moved on");

        PullRequestResult result = shop.promote("2", 17);

        PromotionResult promotion = result.promotion();
        assertThat(promotion.verdict()).as(promotion.reason()).isEqualTo(PromotionVerdict.PROMOTED);
        assertThat(promotion.commit()).isEqualTo(shop.repository.tip("main"));
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.MERGED);
        assertThat(shop.repository.read("main", GiteaShop.FILE)).isEqualTo(web("2", 1));
        JsonNode commit = shop.repository.json("/git/commits/" + promotion.commit());
        assertThat(commit.at("/commit/message").textValue())
                .startsWith("Promote shop to prod: r.io/web=2\n\nGitops-Application: shop\n")
                .contains("Gitops-Order: 17\n")
                .contains("Gitops-Promotion-Id: p1");
        assertThat(commit.path("parents")).hasSize(method.equals("merge") ? 2 : 1);
        assertThat(shop.promote("1.5", 16).promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
    }

    @Test
    void mergesNothingBeforeChecksAndGatesAllowIt() throws Exception {
        shop.declare("{merge: automatic}");
        AtomicReference<String> gate = new AtomicReference<>();
        List<String> asked = new ArrayList<>();
        MergeGate gates = (pullRequest, base) -> {
            asked.add(pullRequest.headCommit());
            return new MergeGate.Answer(gate.get(), null, null);
        };
        PullRequestPromotion promotion = new PullRequestPromotion(
                shop.mirror,
                shop.forge,
                shop.plan(shop.request("2", 17), false),
                gates,
                PullRequestTrace.NONE,
                PullRequestListener.NONE,
                Clock.systemUTC());
        promotion.look();
        String head = shop.repository.tip(GiteaShop.HEAD);
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
        shop.repository.send("POST", "/statuses/" + commit, "{\"context\":\"ci/build\",\"state\":\"" + state + "\"}");
    }

    @Test
    void saysThatTheRepositoryAllowsNoSuchMerge() throws Exception {
        shop.declare("{merge: automatic, method: rebase}");
        shop.repository.send("PATCH", "", "{\"has_pull_requests\":true,\"allow_rebase\":false}");

        PullRequestResult result = shop.promote("2", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.promotion().reason()).contains("was not merged").contains("not allowed");
        assertThat(result.isProposed()).isFalse();
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.OPEN);
    }

    @Test
    void aHoldKeepsItFromBeingOpenedAndFromBeingMerged() throws Exception {
        shop.declare("{merge: automatic}");
        PullRequestPromotion promotion = shop.promotion(shop.plan(shop.request("2", 17), false));
        promotion.look();
        ConfigRepository config = new ConfigRepository(shop.mirror, null);
        Application application = config.application("shop");
        EnvironmentHold hold =
                new EnvironmentHold(config, application, config.environment(application, "prod"), Clock.systemUTC());
        Requester ada =
                new Requester("hold", null, null, "ada", null, "it leaks", new Person("Ada", "ada@example.com"));
        shop.promoter.promote(shop.mirror, hold.hold(null, ada), PromotionListener.NONE);

        awaitStatus(promotion, "is held at");
        PullRequestResult other = shop.promote("3", 18);
        shop.promoter.promote(
                shop.mirror,
                hold.release(new Requester("release", null, null, "ada", null, "mended", ada.author())),
                PromotionListener.NONE);

        assertThat(other.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(other.promotion().reason()).contains("it leaks");
        assertThat(result(promotion).promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void aPromotionThatIsHeldIsNotProposedByTheRequestOfAnother() throws Exception {
        shop.promote("2", 17);
        shop.repository.commit("main", ".gitops/shop/prod.yaml", """
                hold: {version: '1', by: ada, reason: it leaks, since: 2026-05-01T12:00:00Z}
                """);

        PullRequestResult held = shop.promote("3", 18);

        assertThat(held.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(held.promotion().reason()).contains("held");
        assertThat(held.pullRequest()).isNotNull();
        assertThat(held.isProposed()).isFalse();
    }
}
