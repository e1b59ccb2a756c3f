package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.io.TempDir;

class TestbedExtensionTest {
    private static final Optional<String> BUILD_IT = Optional.of(TestbedBinaries.HOW_TO_BUILD);

    @Test
    void skipsByNameAndSaysHowToBuild() {
        ConditionEvaluationResult result = TestbedExtension.evaluate(BUILD_IT, false, "SyncerTest");

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason().orElseThrow()).contains("SKIPPED", "SyncerTest", "testbed/build");
    }

    @Test
    void failsInsteadWhereTheTestbedIsRequired() {
        assertThatThrownBy(() -> TestbedExtension.evaluate(BUILD_IT, true, "SyncerTest"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SyncerTest", "testbed.required", "testbed/build");
    }

    @Test
    void runsWhereTheTestbedIs() {
        Optional<TestbedBinaries> found = Optional.of(new TestbedBinaries(Path.of("/somewhere")));
        Optional<String> missing = TestbedExtension.missing(found, List.of());

        assertThat(TestbedExtension.evaluate(missing, true, "SyncerTest").isDisabled())
                .isFalse();
    }

    @Test
    void namesThePartThatIsNotBuilt(@TempDir Path folder) throws Exception {
        Optional<TestbedBinaries> found = Optional.of(new TestbedBinaries(folder));

        assertThat(TestbedExtension.missing(found, List.of(TestbedPart.ARGOCD)).orElseThrow())
                .contains("testbed/build argocd");
        assertThat(TestbedExtension.missing(Optional.empty(), List.of(TestbedPart.ARGOCD)))
                .isEqualTo(BUILD_IT);
    }
}
