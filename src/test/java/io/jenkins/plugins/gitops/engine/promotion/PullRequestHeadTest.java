package io.jenkins.plugins.gitops.engine.promotion;

import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.awaitStatus;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.result;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.web;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.Person;
import io.jenkins.plugins.gitops.engine.git.PushOutcome;
import io.jenkins.plugins.gitops.engine.git.RefPush;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody else does to a pull request and its branch, on a real Gitea. */
@OnGitea
class PullRequestHeadTest {
    private final Gitea gitea;

    @TempDir
    private Path cache;

    private GiteaShop shop;

    PullRequestHeadTest(Gitea gitea) {
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
    void whatSomebodyElsePushedIsNeitherMergedNorOverwritten() throws Exception {
        shop.declareWithCheck();
        PullRequestPromotion promotion = shop.promotion(shop.plan(shop.request("2", 17), false));
        awaitStatus(promotion, "is not merged yet");
        String theirs = shop.repository.commit(GiteaShop.HEAD, GiteaShop.FILE, web("2", 7));
        shop.repository.send("POST", "/statuses/" + theirs, "{\"context\":\"ci\",\"state\":\"success\"}");

        awaitStatus(promotion, "holds commit " + theirs + ", which no promotion made");
        PullRequestResult other = shop.promote("3", 18);

        assertThat(other.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(other.promotion().reason())
                .contains(theirs)
                .contains("Merge or close")
                .contains(shop.only().url());
        assertThat(shop.repository.tip(GiteaShop.HEAD)).isEqualTo(theirs);
        shop.mergeByHand("merge", "", "");
        assertThat(result(promotion).promotion().verdict()).isEqualTo(PromotionVerdict.PROMOTED);
    }

    @Test
    void whatSomebodyWritesUnderItsNameIsNotMerged() throws Exception {
        shop.declareWithCheck();
        PullRequestPromotion promotion = shop.promotion(shop.plan(shop.request("2", 17), true));
        awaitStatus(promotion, "is not merged yet");
        String theirs = amended(FileChange.write("README", "mine now".getBytes(StandardCharsets.UTF_8)));
        shop.repository.send("POST", "/statuses/" + theirs, "{\"context\":\"ci\",\"state\":\"success\"}");

        awaitStatus(promotion, "holds commit " + theirs + ", which no promotion made");

        assertThat(shop.repository.read("main", "README")).isEqualTo("here");
    }

    /** The commit of the head with another change, as {@code git commit --amend} makes it. */
    private String amended(FileChange change) throws Exception {
        CommitInfo ours = shop.mirror.commit(shop.repository.tip(GiteaShop.HEAD));
        String parent = ours.parents().get(0);
        try (RefPush push = shop.mirror.openPush("refs/heads/" + GiteaShop.HEAD)) {
            String theirs = shop.mirror.writeCommit(
                    shop.mirror.writeTree(ours.id(), List.of(change)),
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
    void aPullRequestThatGoesElsewhereIsNotMerged() throws Exception {
        shop.repository.commit("elsewhere", "README", "there");
        PullRequestPromotion promotion = shop.waiting("2", 17);
        shop.repository.send("PATCH", "/pulls/" + shop.only().number(), "{\"base\":\"elsewhere\"}");

        awaitStatus(promotion, "goes into elsewhere now, not into main");
    }

    @Test
    void aBranchOfSomebodyElseIsNotTaken() throws Exception {
        String theirs = shop.repository.commit(GiteaShop.HEAD, GiteaShop.FILE, web("1", 7));

        PullRequestResult result = shop.promote("2", 17);

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.CONFLICT);
        assertThat(result.promotion().reason()).contains("Delete the branch");
        assertThat(shop.repository.tip(GiteaShop.HEAD)).isEqualTo(theirs);
        assertThat(shop.pulls("all")).isEmpty();
    }
}
