package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void leavesABodyThatFits() {
        assertThat(Texts.body("a\nb", ForgeKind.AZURE_DEVOPS)).isEqualTo("a\nb");
    }

    @Test
    void cutsABodyAtALineAndClosesItsBlock() {
        String body = "Promotes shop\n\n```diff\n" + "+ image: shop:2\n".repeat(1_000) + "```\n";

        String cut = Texts.body(body, ForgeKind.AZURE_DEVOPS);

        assertThat(cut).hasSizeLessThanOrEqualTo(4_000).contains("+ image: shop:2\n```\n\n*Cut here:");
        assertThat(cut.lines().filter(line -> line.startsWith("```"))).hasSize(2);
    }

    @Test
    void makesATitleOneLine() {
        assertThat(Texts.title(" Promote\n shop\t2 ")).isEqualTo("Promote shop 2");
        assertThat(Texts.title("\n")).isEqualTo("Promotion");
        assertThat(Texts.title("x".repeat(300))).hasSize(255).endsWith("…");
    }
}
