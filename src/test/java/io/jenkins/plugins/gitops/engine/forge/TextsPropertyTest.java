package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TextsPropertyTest {
    @Property(tries = 200)
    void cutsWithinTheLimitAndTearsNoCharacter(@ForAll @IntRange(min = 3_980, max = 4_100) int length) {
        String cut = Texts.body("x".repeat(length % 2) + "😀".repeat(length / 2), ForgeKind.AZURE_DEVOPS);

        assertThat(cut).hasSizeLessThanOrEqualTo(4_000);
        assertThat(cut.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff)).isTrue();
    }
}
