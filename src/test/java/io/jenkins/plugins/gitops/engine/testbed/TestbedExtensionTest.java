package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class TestbedExtensionTest {
    @Test
    void skipsByNameAndSaysHowToBuild() {
        ConditionEvaluationResult result = TestbedExtension.evaluate(Optional.empty(), false, "SyncerTest");

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason().orElseThrow()).contains("SKIPPED", "SyncerTest", "testbed/build");
    }

    @Test
    void failsInsteadWhereTheTestbedIsRequired() {
        assertThatThrownBy(() -> TestbedExtension.evaluate(Optional.empty(), true, "SyncerTest"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("SyncerTest", "testbed.required", "testbed/build");
    }

    @Test
    void runsWhereTheTestbedIs() {
        Optional<TestbedBinaries> found = Optional.of(new TestbedBinaries(Path.of("/somewhere")));

        assertThat(TestbedExtension.evaluate(found, true, "SyncerTest").isDisabled())
                .isFalse();
    }
}
