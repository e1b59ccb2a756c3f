package io.jenkins.plugins.gitops.engine.promotion;

import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.awaitStatus;
import static io.jenkins.plugins.gitops.engine.promotion.GiteaShop.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pull request that is waited for ends: after a restart, or not in time, on a real Gitea. */
@OnGitea
class PullRequestRestartTest {
    private final Gitea gitea;

    @TempDir
    private Path cache;

    private GiteaShop shop;

    PullRequestRestartTest(Gitea gitea) {
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
    void goesOnAfterARestart() throws Exception {
        AtomicReference<PullRequestTrace> kept = new AtomicReference<>(PullRequestTrace.NONE);
        PullRequestPlan plan = shop.plan(shop.request("2", 17), true);
        PullRequestPromotion before = new PullRequestPromotion(
                shop.mirror, shop.forge, plan, MergeGate.OPEN, kept.get(), kept::set, Clock.systemUTC());
        awaitStatus(before, "Waiting for somebody");
        shop.mergeByHand("squash", "My own words", "");
        String merged = shop.repository.tip("main");

        try (Mirrors fresh = new Mirrors(cache.resolve("fresh"))) {
            PullRequestPromotion after = new PullRequestPromotion(
                    shop.open(fresh),
                    shop.repository.forge(),
                    plan,
                    MergeGate.OPEN,
                    kept.get(),
                    kept::set,
                    Clock.systemUTC());
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
                                shop.mirror,
                                shop.forge,
                                shop.plan(shop.request("2", 17), true),
                                MergeGate.OPEN,
                                PullRequestTrace.NONE,
                                full,
                                Clock.systemUTC())
                        .look())
                .hasMessage("no space left");
        assertThat(shop.hasHead()).isFalse();
    }

    @Test
    void endsAtItsDeadline() throws Exception {
        PullRequestPlan plan = shop.plan(shop.request("2", 17), true);
        PullRequestPlan late =
                new PullRequestPlan(plan.promotion(), plan.head(), plan.policy(), plan.shown(), true, Instant.now());

        PullRequestResult result = PullRequestLoop.run(shop.promotion(late), Clock.systemUTC(), status -> {});

        assertThat(result.promotion().verdict()).isEqualTo(PromotionVerdict.GATED);
        assertThat(result.promotion().reason()).contains("was not merged in time");
        assertThat(result.pullRequest().state()).isEqualTo(PullRequest.State.OPEN);
    }
}
