package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy.Method;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.MergeMethod;
import io.jenkins.plugins.gitops.engine.forge.MergeOrder;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PullRequestTextTest {
    private static final Trailers TRAILERS = Trailers.of("shop", "prod", "web:2", "https://ci.example.com/job/shop/17/")
            .with(Trailer.REASON, "urgent");
    private final PullRequestText text = new PullRequestText(new PromotionRequest(
            "p1",
            "main",
            tree -> List.of(),
            "Promote shop\n\nMore words",
            TRAILERS,
            new Person("Jenkins", "jenkins@example.com")));

    private static List<Trailers> expected() {
        return List.of(TRAILERS.with(Trailer.PROMOTION_ID, "p1"));
    }

    @ParameterizedTest
    @EnumSource(ForgeKind.class)
    void aLongDiffIsCutAndTheTrailersStay(ForgeKind kind) {
        String body = text.body("+ line\n".repeat(100_000), kind);

        assertThat(body).hasSizeLessThanOrEqualTo(Math.min(kind.longestBody(), 40_000));
        assertThat(body).contains("\n```\n\nThe rest of the change is among the pull request's own files.\n");
        assertThat(Trailers.of(body)).isEqualTo(expected());
        assertThat(body).endsWith("\nGitops-Promotion-Id: p1\n");
    }

    @Test
    void whatADiffHoldsIsNoTrailerAndClosesNoFence() {
        String body = text.body("+a\n Gitops-Version: 9\n+```\n+````\n", ForgeKind.GITHUB);

        assertThat(Trailers.of(body)).isEqualTo(expected());
        assertThat(body).contains("\n`````diff\n").contains("\n`````\n");
    }

    @Test
    void theMergeSaysWhatTheCommitSays() {
        MergeOrder order = text.order(Method.SQUASH, "1".repeat(40));

        assertThat(order.method()).isEqualTo(MergeMethod.SQUASH);
        assertThat(order.title()).isEqualTo("Promote shop");
        assertThat(order.message()).startsWith("More words\n\nGitops-Application: shop\n");
        assertThat(Trailers.of(order.message())).isEqualTo(expected());
    }
}
