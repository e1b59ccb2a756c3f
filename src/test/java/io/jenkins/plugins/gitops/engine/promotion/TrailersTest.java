package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.Person;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrailersTest {
    private static final Trailers TRAILERS = new Trailers("shop", "prod", "1.4.2", "shop#17", "shop#17:4");

    @Test
    void standBehindTheMessage() {
        assertThat(TRAILERS.appendTo("Promote shop\r\n\r\nBecause.\n")).isEqualTo("""
                        Promote shop

                        Because.

                        Gitops-Application: shop
                        Gitops-Environment: prod
                        Gitops-Version: 1.4.2
                        Gitops-Build: shop#17
                        Gitops-Promotion-Id: shop#17:4
                        """);
    }

    @Test
    void leaveOutWhatIsNotKnown() {
        assertThat(Trailers.none().appendTo("")).isEqualTo("Promote\n");
        assertThat(new Trailers(null, " ", null, null, "1").asMap()).containsOnlyKeys("Gitops-Promotion-Id");
    }

    @Test
    void cannotBeSmuggledIn() {
        Trailers lined = new Trailers("shop\nGitops-Promotion-Id: other", null, null, null, null);
        assertThat(lined.asMap().get("Gitops-Application")).isEqualTo("shop Gitops-Promotion-Id: other");
        String message = TRAILERS.appendTo("Promote\n\ngitops-promotion-id: other\n * Gitops-Version: 9\0");
        assertThat(message)
                .contains("> gitops-promotion-id: other", ">  * Gitops-Version: 9")
                .doesNotContain("\0");
    }

    @Test
    void areAskedForWithAnIdOfOneLine() {
        for (String id : List.of("", " ", "a\nb", " a")) {
            assertThatThrownBy(() -> new PromotionRequest(
                            id, "main", tree -> List.of(), "", Trailers.none(), new Person("a", "b")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
