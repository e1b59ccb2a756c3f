package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.PullRequestPolicy.Method;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.forge.ForgeKind;
import io.jenkins.plugins.gitops.engine.forge.MergeMethod;
import io.jenkins.plugins.gitops.engine.forge.MergeOrder;
import io.jenkins.plugins.gitops.engine.forge.Mergeability;
import io.jenkins.plugins.gitops.engine.forge.PullRequest;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.git.Person;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullRequestTextTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PullRequest PULL_REQUEST = new PullRequest(
            7,
            "https://git.example.com/acme/config/pulls/7",
            "Promote shop",
            "",
            "gitops/promote/shop/prod",
            "main",
            "1".repeat(40),
            PullRequest.State.OPEN,
            Optional.empty(),
            new Mergeability(Mergeability.Answer.MERGEABLE, ""));
    private static final String BUILD = "https://ci.example.com/job/shop/17/";
    private static final Trailers TRAILERS =
            Trailers.of("shop", "prod", "web:2", BUILD).with(Trailer.REASON, "urgent");
    private static final PromotionRequest PROMOTION = new PromotionRequest(
            "p1",
            "main",
            tree -> List.of(),
            "Promote shop\n\nMore words",
            TRAILERS,
            new Person("Jenkins", "jenkins@example.com"));
    private final PullRequestText text = new PullRequestText(PROMOTION);

    private static List<Trailers> expected() {
        return List.of(TRAILERS.with(Trailer.PROMOTION_ID, "p1"));
    }

    @ParameterizedTest
    @EnumSource(ForgeKind.class)
    void aLongDiffIsCutAndTheTrailersStay(ForgeKind kind) throws IOException {
        String body = text.body(new ShownChange("", "+ line\n".repeat(100_000)), kind);

        assertThat(body).hasSizeLessThanOrEqualTo(Math.min(kind.longestBody(), 40_000));
        assertThat(body).contains("\n```\n\nThe rest of the change is among the pull request's own files.\n");
        assertThat(Trailers.of(body)).isEqualTo(expected());
        assertThat(body).endsWith("\nGitops-Promotion-Id: p1\n");
    }

    private static PullRequestText several(int applications) {
        List<Trailers> trailers = IntStream.range(0, applications)
                .mapToObj(i -> Trailers.of("application-" + i, "prod", "r.io/application-" + i + ":2.0.1", BUILD)
                        .with(Trailer.ORDER, "17")
                        .with(Trailer.ACTOR, "ada")
                        .with(Trailer.REASON, "urgent"))
                .toList();
        return new PullRequestText(PROMOTION.withParts(List.of(PROMOTION.edit()), trailers));
    }

    private static List<String> names(String body) {
        return Trailers.of(body).stream()
                .filter(each -> each.get(Trailer.ORDER).isPresent()
                        && each.get(Trailer.VERSION).isPresent()
                        && each.get(Trailer.PROMOTION_ID).isPresent())
                .flatMap(each -> each.get(Trailer.APPLICATION).stream())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 10, 14, 20})
    void theTrailersOfManyApplicationsFitToo(int applications) throws IOException {
        // quoted lines make a text longer than what it is made of
        String body = several(applications)
                .body(new ShownChange("Note:", " Gitops-Version: 9\n".repeat(1_000)), ForgeKind.AZURE_DEVOPS);

        assertThat(body).hasSizeLessThanOrEqualTo(4_000).contains("Note:\n", "Reason: urgent\n");
        assertThat(names(body)).hasSize(applications).endsWith("application-" + (applications - 1));
    }

    @Test
    void saysThatTheHostHasNoRoomForSoMany() {
        assertThatThrownBy(() -> several(100).check(ForgeKind.AZURE_DEVOPS))
                .hasMessage("A pull request of Azure DevOps holds 4000 characters, too few for 100 applications;"
                        + " promote fewer of them at once");
    }

    @Test
    void whatADiffHoldsIsNoTrailerAndClosesNoFence() throws IOException {
        String body = text.body(new ShownChange("", "+a\n Gitops-Version: 9\n+```\n+````\n"), ForgeKind.GITHUB);

        assertThat(Trailers.of(body)).isEqualTo(expected());
        assertThat(body).contains("\n`````diff\n").contains("\n`````\n");
    }

    @Test
    void theMergeSaysWhatTheCommitSays() {
        MergeOrder order =
                text.order(Method.SQUASH, PULL_REQUEST, PULL_REQUEST.headCommit(), "2".repeat(40), null, NOON);

        assertThat(order.method()).isEqualTo(MergeMethod.SQUASH);
        assertThat(order.title()).isEqualTo("Promote shop");
        assertThat(order.message()).startsWith("More words\n\nGitops-Application: shop\n");
        assertThat(Trailers.of(order.message())).isEqualTo(expected());
    }

    @Test
    void theMergeSaysWhichGatesLetItThrough() {
        Evaluation gates = new Evaluation(
                List.of(new GateResult("soak", "soak", GateResult.State.OPEN, "Live for 2 h", Optional.empty(), NOON)),
                NOON);

        String message = text.order(Method.MERGE, PULL_REQUEST, PULL_REQUEST.headCommit(), "2".repeat(40), gates, NOON)
                .message();

        assertThat(Trailers.of(message).get(0).get(Trailer.GATES)).contains("soak (Live for 2 h)");
        assertThat(message)
                .contains("\nPull-request-id: 7\n")
                .contains("\nPull-request-merge-time: 2026-03-01T12:00:00Z\n")
                .contains("\nCommit-status-proposed-soak-phase: success\n")
                .contains("\nSha-hydrated-active: " + "2".repeat(40) + "\n")
                .endsWith("\nSha-hydrated-proposed: " + "1".repeat(40));
    }
}
