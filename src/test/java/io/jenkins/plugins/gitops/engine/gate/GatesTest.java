package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Occupancy;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Proof;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatesTest {
    private static final Instant NOW = Candidates.NOW;
    private static final Duration POLL = Duration.ofSeconds(30);
    private static final Gate.Soak SOAK = new Gate.Soak("soak", Duration.ofHours(6));
    private static final Gate.Healthy HEALTHY = new Gate.Healthy("healthy", List.of("staging"));
    private static final Gate.Checks CHECKS = new Gate.Checks("checks", List.of("ci"));
    private static final Gate.Command COMMAND = new Gate.Command("ticket", "ask", Map.of());
    private static final Gate.Window NIGHT = new Gate.Window(
            "night", List.of(new Gate.Opening("0 22 * * *", Duration.ofHours(4))), List.of(), ZoneOffset.UTC);

    private final ExecutorService executor = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        executor.shutdownNow();
    }

    @Test
    void isOpenWhereNothingIsAskedFor() {
        Evaluation evaluation = gates(GateSources.NONE).evaluate(Candidates.candidate());

        assertThat(evaluation.isOpen()).isTrue();
        assertThat(evaluation.again(POLL)).isEmpty();
        assertThat(evaluation.summary()).isEqualTo("There are no gates");
    }

    @Test
    void tellsOfEachGateInTheOrderOfTheFile() {
        Evaluation evaluation = gates(proved(2)).evaluate(Candidates.candidate(HEALTHY, NIGHT, SOAK));

        assertThat(evaluation.results())
                .containsExactly(
                        new GateResult(
                                "healthy",
                                "healthy",
                                State.OPEN,
                                "staging is live and healthy at 1.4.2",
                                Optional.empty(),
                                NOW),
                        new GateResult(
                                "night",
                                "window",
                                State.CLOSED,
                                "No allowed window is open; opens on Mon 2026-05-04 22:00 Z",
                                Optional.of(Instant.parse("2026-05-04T22:00:00Z")),
                                NOW),
                        new GateResult(
                                "soak",
                                "soak",
                                State.CLOSED,
                                "1.4.2 has been live and healthy in staging for 2h of 6h",
                                Optional.of(Instant.parse("2026-05-04T14:00:00Z")),
                                NOW));
        assertThat(evaluation.isOpen()).isFalse();
        assertThat(evaluation.holding()).extracting(GateResult::name).containsExactly("night", "soak");
        assertThat(evaluation.summary())
                .startsWith("night: No allowed window is open")
                .contains("; soak: 1.4.2");
    }

    @Test
    void isWorthAskingAgainWhenTheLastKnownTimeHasCome() {
        Gates gates = gates(proved(2).withStatuses((candidate, commit) -> List.of()));

        assertThat(gates.evaluate(Candidates.candidate(SOAK, NIGHT, CHECKS)).again(POLL))
                .contains(Instant.parse("2026-05-04T22:00:00Z"));
        assertThat(gates.evaluate(Candidates.candidate(SOAK, CHECKS)).again(POLL))
                .contains(Instant.parse("2026-05-04T14:00:00Z"));
        assertThat(gates.evaluate(Candidates.candidate(CHECKS)).again(POLL)).contains(NOW.plus(POLL));
    }

    static Stream<Gate> everyKind() {
        return Stream.of(
                new Gate.Approval("approval", List.of("grace"), List.of(), 1, false, true),
                SOAK,
                CHECKS,
                HEALTHY,
                new Gate.Drift("drift", List.of("staging")),
                new Gate.Job("job", "smoke", Optional.empty(), Optional.empty(), false),
                new Gate.Tests("tests", 0, OptionalInt.empty(), 0),
                new Gate.Scan("scan", "trivy", Optional.empty(), Map.of(), List.of()),
                new Gate.Policy("policy", "manifests.size() == 0", Optional.empty()),
                new Gate.Admission("admission"),
                COMMAND);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void isUnknownWhereNobodyCanBeAsked(Gate gate) {
        Rendered none = Rendered.by(() -> {
            throw new IOException("Nobody here knows the manifests");
        });
        Evaluation evaluation = gates(GateSources.NONE)
                .evaluate(Candidates.with(Candidates.environment(List.of("staging"), "shop", gate), none, "web:1"));

        GateResult result = evaluation.results().get(0);
        assertThat(result.state()).isEqualTo(State.UNKNOWN);
        assertThat(result.reason()).contains("Nobody here knows");
        assertThat(evaluation.isOpen()).isFalse();
        assertThat(evaluation.again(POLL)).contains(NOW.plus(POLL));
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("broken"),
                new NullPointerException(),
                new StackOverflowError(),
                new NoClassDefFoundError("gone"),
                new UncheckedIOException(new IOException("broken")));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void noFailureOpensAGateOrEndsTheOthers(Throwable failure) {
        GateSources sources = proved(7).withStatuses((candidate, commit) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        });

        Evaluation evaluation = gates(sources).evaluate(Candidates.candidate(CHECKS, SOAK));

        assertThat(evaluation.results()).extracting(GateResult::state).containsExactly(State.UNKNOWN, State.OPEN);
        assertThat(evaluation.results().get(0).reason())
                .startsWith("Could not be evaluated: " + failure.getClass().getSimpleName());
    }

    @Test
    void aScheduleThatCannotBeReadOpensNothing() {
        Gate.Window broken = new Gate.Window(
                "window", List.of(), List.of(new Gate.Opening("daily", Duration.ofHours(1))), ZoneOffset.UTC);

        assertThat(gates(proved(7)).evaluate(Candidates.candidate(broken, SOAK)).results())
                .extracting(GateResult::state)
                .containsExactly(State.UNKNOWN, State.OPEN);
    }

    @Test
    void nothingAtAllIsNoAnswer() {
        Evaluation evaluation = gates(GateSources.NONE.withStatuses((candidate, commit) -> null))
                .evaluate(Candidates.candidate(CHECKS));

        assertThat(evaluation.results().get(0).state()).isEqualTo(State.UNKNOWN);
    }

    @Test
    void asksNothingCostlyWhileSomethingElseHoldsThePromotionUp() {
        List<String> asked = new ArrayList<>();
        GateSources sources = proved(2).withCommands((candidate, name) -> {
            asked.add(name);
            return Optional.empty();
        });

        Evaluation held = gates(sources).evaluate(Candidates.candidate(COMMAND, SOAK));
        assertThat(held.results()).extracting(GateResult::state).containsExactly(State.PENDING, State.CLOSED);
        assertThat(held.results().get(0).reason()).isEqualTo("Asked when soak is open");
        assertThat(held.summary()).startsWith("soak: ").doesNotContain("ticket");
        assertThat(asked).isEmpty();

        Evaluation free = gates(sources).evaluate(Candidates.candidate(COMMAND, HEALTHY));
        assertThat(free.results()).extracting(GateResult::state).containsExactly(State.UNKNOWN, State.OPEN);
        assertThat(asked).containsExactly("ask");
    }

    @Test
    void givesUpWhoDoesNotAnswer() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        Evaluator silent = (candidate, now) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Decision.open("too late");
        };

        GateResult result = gates(GateSources.NONE)
                .ask(new Question(CHECKS, "checks", false, Duration.ofMillis(50), silent), Candidates.candidate());

        assertThat(result.state()).isEqualTo(State.UNKNOWN);
        assertThat(result.reason()).startsWith("No answer within");
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isUnknownWhereThereAreNoThreads() {
        Gates gates = new Gates(proved(7), Candidates.CLOCK, task -> {
            throw new RejectedExecutionException();
        });

        assertThat(gates.evaluate(Candidates.candidate(SOAK)).results().get(0).state())
                .isEqualTo(State.UNKNOWN);
    }

    @Test
    void stopsWhereItIsInterrupted() {
        Thread.currentThread().interrupt();
        Evaluation evaluation = gates(proved(7)).evaluate(Candidates.candidate(SOAK, HEALTHY));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(evaluation.results()).extracting(GateResult::state).containsOnly(State.UNKNOWN);
    }

    @Test
    void rendersManifestsOnce() throws IOException {
        List<String> rendered = new ArrayList<>();
        Rendered manifests = Rendered.by(() -> {
            rendered.add("once");
            if (rendered.size() == 1) {
                throw new IOException("not yet");
            }
            return List.of();
        });
        Gate one = new Gate.Policy("one", "manifests.size() == 0", Optional.empty());
        Gate two = new Gate.Policy("two", "size(manifests) == 0", Optional.empty());
        Candidate candidate = Candidates.with(Candidates.environment(List.of(), "shop", one, two), manifests, "web:1");

        Evaluation first = gates(GateSources.NONE).evaluate(candidate);
        Evaluation second = gates(GateSources.NONE).evaluate(candidate);

        assertThat(first.results()).extracting(GateResult::state).containsExactly(State.UNKNOWN, State.OPEN);
        assertThat(second.isOpen()).isTrue();
        assertThat(rendered).hasSize(2);
    }

    private Gates gates(GateSources sources) {
        return new Gates(sources, Candidates.CLOCK, executor);
    }

    private static GateSources proved(int hours) {
        Occupancy standing = new Occupancy(NOW.minus(Duration.ofHours(hours)), Optional.empty());
        return GateSources.NONE.withProvedVersions((candidate, environment) -> new Proof(List.of(standing), ""));
    }
}
