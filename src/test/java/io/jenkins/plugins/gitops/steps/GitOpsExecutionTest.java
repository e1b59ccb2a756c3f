package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hudson.AbortException;
import io.jenkins.plugins.gitops.engine.git.GitException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitOpsExecutionTest {
    private final RecordingContext context = new RecordingContext();
    private final AtomicInteger released = new AtomicInteger();

    @Test
    void endsOnceWhateverComesLater() {
        GitOpsExecution<?> execution = execution(() -> {});
        execution.succeed("done");
        execution.fail(new AbortException("late"));
        execution.stop(new InterruptedException());
        execution.succeed("again");
        assertThat(context.ends).containsExactly("done");
        assertThat(released).hasValue(1);
    }

    @Test
    void stopsAtOnceWhileItWorks() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        GitOpsExecution<?> execution = execution(() -> {
            working.countDown();
            letGo.await(10, TimeUnit.SECONDS);
        });
        execution.begin();
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        InterruptedException cause = new InterruptedException("stopped");
        execution.stop(cause);
        assertThat(context.ends).containsExactly(cause);
        letGo.countDown();
    }

    @Test
    void tellsAFailureAsASentence() {
        execution(() -> {
                    throw new FileNotFoundException("values.yaml is not there");
                })
                .begin();
        await().until(() -> !context.ends.isEmpty());
        assertThat(context.ends)
                .singleElement()
                .satisfies(end -> assertThat((Throwable) end)
                        .isInstanceOf(AbortException.class)
                        .hasMessage("values.yaml is not there")
                        .hasNoCause());
    }

    @Test
    void tellsAMistakeOfOursAsItIs() {
        IllegalStateException mistake = new IllegalStateException("a mistake");
        execution(() -> {
                    throw mistake;
                })
                .begin();
        await().until(() -> !context.ends.isEmpty());
        assertThat(context.ends).containsExactly(mistake);
    }

    @Test
    void settingsSurviveASave() throws Exception {
        GitOpsPromoteStep step = new GitOpsPromoteStep("config");
        step.setImages(List.of("web=web:1"));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new PromoteExecution(step, context));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((PromoteExecution) in.readObject()).step().getImages()).containsExactly("web=web:1");
        }
    }

    /** Each: whether what it does is waited for as long as it takes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterARestartItIsAsPatientAsBefore(boolean waits) {
        GitOpsExecution<?> execution = execution(() -> {}, waits);
        GitException outage = new GitException(GitException.Reason.UNREACHABLE, "No answer");
        Instant now = Instant.now();

        assertThat(execution.isPatient(outage, now)).isFalse();
        execution.onResume();
        assertThat(execution.isPatient(outage, now)).isTrue();
        assertThat(execution.isPatient(outage, now.plus(Duration.ofHours(1)))).isEqualTo(waits);
        assertThat(execution.isPatient(new FileNotFoundException("values.yaml"), now))
                .isFalse();
        execution.succeed("done");
        assertThat(execution.isPatient(outage, now)).isFalse();
    }

    private GitOpsExecution<?> execution(GitOpsExecution.Work work) {
        return execution(work, false);
    }

    private GitOpsExecution<?> execution(GitOpsExecution.Work work, boolean waits) {
        return new GitOpsExecution<>(new GitOpsDiffStep("config"), context) {
            private static final long serialVersionUID = 1L;

            @Override
            void begin() {
                inBackground(work);
            }

            @Override
            boolean waitsAnyway() {
                return waits;
            }

            @Override
            void release() {
                released.incrementAndGet();
            }
        };
    }
}
