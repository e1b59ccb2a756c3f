package io.jenkins.plugins.gitops.engine.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {
    /** The order that semver.org gives as its example, and what stands around it. */
    private static final List<String> ORDERED = List.of(
            "0.9.9",
            "1.0.0-0",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "1.10.0",
            "2.0.0",
            "99999999999999999999.0.0");

    private static SemanticVersion version(String text) {
        return SemanticVersion.parse(text).orElseThrow();
    }

    @Test
    void areOrderedAsTheirDefinitionSays() {
        List<String> shuffled = new ArrayList<>(ORDERED);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(shuffled.stream().map(SemanticVersionTest::version).sorted())
                .extracting(SemanticVersion::toString)
                .containsExactlyElementsOf(ORDERED);
        assertThat(version("v1.2.3+a")).isEqualByComparingTo(version("1.2.3+b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1.2", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3+", "1.2.3.4", "latest", "V1.2.3"})
    void areNothingElse(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1.2.3, 2.0.0, 1.3.0, 1.2.4", "1.2.3-rc.1, 2.0.0, 1.3.0, 1.2.3", "0.0.0, 1.0.0, 0.1.0, 0.0.1"})
    void areFollowedByOthers(String text, String major, String minor, String patch) {
        assertThat(version(text).nextMajor()).hasToString(major);
        assertThat(version(text).nextMinor()).hasToString(minor);
        assertThat(version(text).nextPatch()).hasToString(patch);
    }
}
