package io.jenkins.plugins.gitops.engine.promotion;

import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.awaitStatus;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.result;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.web;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening a pull request for a promotion and keeping it the newest one's, on a real Gitea. */
@OnGitea
class PullRequestPromotionTest {
    private final Gitea gitea;

    @TempDir
    private Path cache;

    private GiteaShop shop;

    PullRequestPromotionTest(Gitea gitea) {
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

    @Test
    void opensOneAndWritesNothingToTheBase() throws Exception {
        String base = shop.repository.tip("main");

        PullRequestResult result = shop.promote("2", 17);

        PromotionResult promotion = result.promotion();
        assertThat(promotion.verdict()).as(promotion.reason()).isEqualTo(PromotionVerdict.GATED);
        assertThat(promotion.branch()).isEqualTo("main");
        assertThat(promotion.parent()).isEqualTo(base);
        assertThat(promotion.files()).containsExactly(GiteaShop.FILE);
        assertThat(promotion.commit()).isEqualTo(shop.repository.tip(GiteaShop.HEAD));
        PullRequest opened = shop.only();
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
        assertThat(shop.repository
                        .json("/issues/" + opened.number() + "/labels")
                        .findValuesAsText("name"))
                .containsExactly("gitops");
        assertThat(shop.repository.tip("main")).isEqualTo(base);
        assertThat(shop.repository.read(GiteaShop.HEAD, GiteaShop.FILE)).isEqualTo(web("2", 1));
    }

    @Test
    void theSamePromotionAgainFindsItsOwn() throws Exception {
        PromotionRequest request = shop.request("2", 17);
        PullRequestLoop.run(shop.promotion(shop.plan(request, false)), Clock.systemUTC(), status -> {});
        String head = shop.repository.tip(GiteaShop.HEAD);

        PullRequestResult again =
                PullRequestLoop.run(shop.promotion(shop.plan(request, false)), Clock.systemUTC(), status -> {});

        assertThat(again.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(again.promotion().attempts()).isZero();
        assertThat(shop.repository.tip(GiteaShop.HEAD)).isEqualTo(head);
        assertThat(shop.pulls("all")).hasSize(1);
    }

    @Test
    void aNewerPromotionTakesThePlaceOfAnOlderOne() throws Exception {
        PullRequestPromotion older = shop.waiting("2", 17);
        long number = shop.only().number();

        PullRequestResult newer = shop.promote("3", 18);
        PullRequestResult late = shop.promote("1.5", 16);

        assertThat(newer.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(newer.pullRequest().number()).isEqualTo(number);
        assertThat(shop.only().title()).isEqualTo("Promote shop to prod: r.io/web=3");
        assertThat(shop.only().body()).contains("r.io/web:3").contains("Gitops-Promotion-Id: p2");
        assertThat(late.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(late.promotion().reason()).contains("Order 16 is older than 18");
        PullRequestResult superseded = result(older);
        assertThat(superseded.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(superseded.promotion().reason()).contains("Order 17 is older than 18");
        assertThat(shop.repository.read(GiteaShop.HEAD, GiteaShop.FILE)).isEqualTo(web("3", 1));
        assertThat(shop.pulls("all")).hasSize(1);
    }

    @Test
    void withoutAnOrderTheLaterOneTakesThePlace() throws Exception {
        PullRequestPromotion first = shop.waiting("2", null);

        assertThat(shop.promote("3", null).promotion().verdict()).isEqualTo(PromotionVerdict.GATED);

        assertThat(result(first).promotion().reason()).contains("r.io/web:3").contains("took its place");
        assertThat(shop.pulls("all")).hasSize(1);
    }

    @Test
    void saysThatItWasClosed() throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        shop.repository.send("PATCH", "/pulls/" + shop.only().number(), "{\"state\":\"closed\"}");

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason()).contains("was closed without being merged");
        assertThat(result.isProposed()).isFalse();
        PullRequestResult anew = shop.promote("1.5", 16);
        assertThat(anew.promotion().verdict()).as(anew.promotion().reason()).isEqualTo(PromotionVerdict.GATED);
        assertThat(anew.isProposed()).isTrue();
    }

    @Test
    void opensNothingWhereThereIsNothingToChange() throws Exception {
        PullRequestResult result = shop.promote("1", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        assertThat(result.pullRequest()).isNull();
        assertThat(shop.hasHead()).isFalse();
        assertThat(shop.pulls("all")).isEmpty();
    }

    @Test
    void closesWhatANewerPromotionDoesNotWant() throws Exception {
        shop.promote("2", 17);

        PullRequestResult back = shop.promote("1", 18);

        assertThat(back.promotion().verdict()).isEqualTo(PromotionVerdict.UNCHANGED);
        JsonNode closed = shop.pulls("all").get(0);
        assertThat(closed.path("state").textValue()).isEqualTo("closed");
        assertThat(closed.path("body").textValue()).startsWith("**Closed.** A newer promotion wants main as it is");
    }

    @Test
    void closesItsOwnWhereTheBaseHasSomethingNewer() throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        shop.promoter.promote(shop.mirror, shop.request("3", 18), PromotionListener.NONE);

        PullRequestResult result = result(promotion);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.CLOSED);
        assertThat(shop.pulls("all").get(0).path("body").textValue())
                .startsWith("**Closed.** Order 17 is older than 18");
        assertThat(shop.promote("2.5", 17).promotion().verdict()).isEqualTo(PromotionVerdict.SUPERSEDED);
    }

    @Test
    void theHeadIsMadeAnewWhereTheBaseChangedTheSameFile() throws Exception {
        PullRequestPromotion promotion = shop.waiting("2", 17);
        String first = shop.repository.tip(GiteaShop.HEAD);
        shop.repository.commit("main", "README", "another file");
        awaitStatus(promotion, "Waiting for somebody");
        assertThat(shop.repository.tip(GiteaShop.HEAD)).isEqualTo(first);

        String base = shop.repository.commit("main", GiteaShop.FILE, web("1.1", 3));
        awaitStatus(promotion, "Waiting for somebody");

        String second = shop.repository.tip(GiteaShop.HEAD);
        assertThat(shop.repository
                        .json("/git/commits/" + second)
                        .at("/parents/0/sha")
                        .textValue())
                .isEqualTo(base);
        assertThat(shop.repository.read(GiteaShop.HEAD, GiteaShop.FILE)).isEqualTo(web("2", 3));
        assertThat(shop.only().body())
                .contains("-  template: {spec: {containers: [{name: web, image: \"r.io/web:1.1\"}]}}");
    }

    @Test
    void whatTheHostDoesNotTakeIsTold() throws Exception {
        shop.declare("{labels: [gitops], reviewers: [nobody-of-this-name]}");

        PullRequestResult result = shop.promote("2", 17);

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
                    Mirror through = shop.open(own);
                    PullRequestPlan plan =
                            shop.plan(shop.request(through, "process " + number, "2." + number, number), false);
                    return PullRequestLoop.run(
                            new PullRequestPromotion(
                                    through,
                                    shop.repository.forge(),
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

        assertThat(shop.pulls("all")).hasSize(1);
        assertThat(shop.repository.read(GiteaShop.HEAD, GiteaShop.FILE)).isEqualTo(web("2." + processes, 1));
        assertThat(shop.only().title()).isEqualTo("Promote shop to prod: r.io/web=2." + processes);
        assertThat(results.get(processes - 1).promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(results)
                .allSatisfy(result -> assertThat(result.promotion().verdict())
                        .as(result.promotion().reason())
                        .isIn(PromotionVerdict.GATED, PromotionVerdict.SUPERSEDED));
    }
}
