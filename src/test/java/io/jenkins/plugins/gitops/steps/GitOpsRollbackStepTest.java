package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hudson.AbortException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitOpsRollbackStepTest {
    private final GitOpsRollbackStep step = new GitOpsRollbackStep("config");

    @Test
    void saysWhatIsMissing() {
        step.setApplication("shop");
        step.setEnvironment("prod");
        assertThatThrownBy(() -> step.start(new RecordingContext()))
                .isInstanceOf(AbortException.class)
                .hasMessage("gitopsRollback takes application, environment and reason together");
    }

    @ParameterizedTest
    @CsvSource({"12h, ''", "soon, 'holdFor: '", "0s, 'holdFor: '"})
    void holdsForATimeThatThereIs(String duration, String problem) {
        step.setApplication("shop");
        step.setEnvironment("prod");
        step.setReason("it leaks");
        step.setHoldFor(duration);
        assertThat(step.problem()).startsWith(problem).matches(told -> told.isEmpty() == problem.isEmpty());
    }

    @Test
    void survivesASave() throws Exception {
        step.setReason("it leaks");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new RollbackExecution(step, new RecordingContext()));
            out.writeObject(new WaitExecution(new GitOpsWaitHealthyStep("config"), new RecordingContext()));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            RollbackExecution execution = (RollbackExecution) in.readObject();
            assertThat(execution.step().getReason()).isEqualTo("it leaks");
            assertThat(execution.blocksRestart()).isFalse();
            assertThat(((WaitExecution) in.readObject()).blocksRestart()).isFalse();
        }
    }
}
