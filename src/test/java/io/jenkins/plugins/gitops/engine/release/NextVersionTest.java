package io.jenkins.plugins.gitops.engine.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.version.SemanticVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextVersionTest {

    private static SemanticVersion version(String text) {
        return SemanticVersion.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3 | fix: a;docs: b | 1.2.4",
                "1.2.3 | whatever | 1.2.4",
                "1.2.3 | fix: a;feat: b | 1.3.0",
                "1.2.3 | feat(x)!: a;fix: b | 2.0.0",
                "1.2.3 | fix: a~~BREAKING CHANGE: b | 2.0.0",
                "1.2.3 | fix: a~~BREAKING-CHANGE: b | 2.0.0",
                "1.2.3 | fix: a~~breaking change: b | 1.2.4",
                "1.2.3 | feature: a | 1.2.4",
                "1.2.3 | FEAT: a | 1.3.0",
                "1.2.3 | feat:a | 1.2.4",
                "0.2.3 | feat!: a | 0.3.0",
                "0.2.3 | feat: a | 0.3.0",
                "0.2.3 | fix: a | 0.2.4",
                "1.3.0-rc.1 | feat: a | 1.3.0",
                "1.3.0-rc.1 | feat!: a | 2.0.0",
                "1.3.1-rc.1 | feat: a | 1.4.0",
                "1.3.1-rc.1 | fix: a | 1.3.1",
            })
    void isComputedFromTheCommits(String last, String messages, String next) {
        List<CommitInfo> commits = Stream.of(messages.split(";"))
                .map(message -> ReleaseNotesTest.commit(message.replace('~', '\n')))
                .toList();

        assertThat(new NextVersion.Computed().after(Optional.of(version(last)), commits))
                .isEqualTo(version(next));
    }

    @Test
    void theFirstIsNotYetStable() {
        List<CommitInfo> commits = List.of(ReleaseNotesTest.commit("feat!: all"));

        assertThat(new NextVersion.Computed().after(Optional.empty(), commits)).isEqualTo(version("0.1.0"));
        assertThat(new NextVersion.Raised(Bump.MAJOR).after(Optional.empty(), commits))
                .isEqualTo(version("1.0.0"));
        assertThat(new NextVersion.Given(version("7.0.0")).after(Optional.empty(), commits))
                .isEqualTo(version("7.0.0"));
    }

    @ParameterizedTest
    @CsvSource({"0.9.1, MAJOR, 1.0.0", "1.2.3, MINOR, 1.3.0", "1.2.3, PATCH, 1.2.4"})
    void isRaisedAsAsked(String last, Bump bump, String next) {
        assertThat(new NextVersion.Raised(bump).after(Optional.of(version(last)), List.of()))
                .isEqualTo(version(next));
    }
}
