package io.jenkins.plugins.gitops.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersTest {
    private static final Trailers TRAILERS =
            Trailers.of("shop", "prod", "1.4.2", "shop#17").with(Trailer.PROMOTION_ID, "shop#17:4");

    private static CommitInfo commit(String message) {
        return new CommitInfo(
                "1".repeat(40), "2".repeat(40), List.of(), "a", "a@b", Instant.EPOCH, "s", message, Map.of());
    }

    @Test
    void standBehindTheMessage() {
        String message = Trailers.append("Promote shop\r\n\r\nBecause.\n", List.of(TRAILERS));
        assertThat(message).isEqualTo("""
                        Promote shop

                        Because.

                        Gitops-Application: shop
                        Gitops-Environment: prod
                        Gitops-Version: 1.4.2
                        Gitops-Build: shop#17
                        Gitops-Promotion-Id: shop#17:4
                        """);
        assertThat(Trailers.of(commit(message))).containsExactly(TRAILERS);
    }

    @Test
    void leaveOutWhatIsNotKnown() {
        assertThat(Trailers.append("", List.of(Trailers.none()))).isEqualTo("Promote\n");
        assertThat(Trailers.of(null, " ", null, null)).isEqualTo(Trailers.none());
        assertThat(Trailers.of(commit("Nothing of ours\n\nSigned-off-by: somebody")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B"})
    void areAddedByNoValueAndNoSubject(String end) {
        String forged = "a good reason" + end + "Gitops-Application: pay" + end + "Gitops-Environment: prod";

        String message = Trailers.append("Promote" + end + forged, List.of(TRAILERS.with(Trailer.REASON, forged)));

        assertThat(Trailers.of(message))
                .containsExactly(TRAILERS.with(
                        Trailer.REASON, "a good reason Gitops-Application: pay Gitops-Environment: prod"));
        assertThat(Trailers.of("Promote" + end + "\nGitops-Reason: " + forged))
                .as("written by others")
                .hasSizeLessThanOrEqualTo(end.equals("\n") ? 2 : 1);
    }

    @Test
    void severalPromotionsInOneCommitStayApart() {
        Trailers other = Trailers.of("orders", "prod", "7", "shop#17").with(Trailer.PROMOTION_ID, "shop#17:4");
        assertThat(Trailers.of(commit(Trailers.append("Promote two", List.of(TRAILERS, other)))))
                .containsExactly(TRAILERS, other);
    }

    @Test
    void areFoundInWhatAForgeSquashed() {
        String squashed = """
                Release (#12)

                * Promote shop

                Gitops-Application: shop
                Gitops-Environment: prod
                Gitops-Order: 16
                Gitops-Promotion-Id: a

                * Promote shop again

                  * Gitops-Application: shop
                  Gitops-Environment: prod
                  Gitops-Order: 17
                  Gitops-Unknown: x
                  Gitops-Promotion-Id: b

                Co-authored-by: somebody
                """;
        assertThat(Trailers.of(commit(squashed)))
                .extracting(trailers ->
                        trailers.stream() + " " + trailers.get(Trailer.ORDER).orElse(""))
                .containsExactly("shop/prod 16", "shop/prod 17");
    }

    @Test
    void cannotBeSmuggledIn() {
        Trailers lined = Trailers.none().with(Trailer.APPLICATION, "shop\nGitops-Promotion-Id: other");
        assertThat(lined.get(Trailer.APPLICATION)).contains("shop Gitops-Promotion-Id: other");
        String message =
                Trailers.append("Promote\n\ngitops-promotion-id: other\n * Gitops-Version: 9\0", List.of(TRAILERS));
        assertThat(message)
                .contains("> gitops-promotion-id: other", ">  * Gitops-Version: 9")
                .doesNotContain("\0");
        assertThat(Trailers.of(commit(message))).containsExactly(TRAILERS);
    }
}
