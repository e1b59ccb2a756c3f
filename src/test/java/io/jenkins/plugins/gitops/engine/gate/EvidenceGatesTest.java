package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.CommitStatuses.Status;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import io.jenkins.plugins.gitops.engine.gate.JobResults.Result;
import io.jenkins.plugins.gitops.engine.gate.JobResults.Run;
import io.jenkins.plugins.gitops.engine.gate.TestResults.Counts;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gates that ask for drift, commit statuses, a job and tests. */
class EvidenceGatesTest {
    private static final Instant NOW = Candidates.NOW;

    @Test
    void driftIsToldByObject() throws IOException {
        assertThat(drift(NOW)).isEqualTo(Decision.open("staging runs what Git says"));
        assertThat(drift(NOW, "Deployment.apps shop/web", "Service shop/web", "ConfigMap a", "ConfigMap b"))
                .isEqualTo(Decision.closed("staging does not run what Git says: Deployment.apps shop/web, "
                        + "Service shop/web, ConfigMap a and 1 more"));
    }

    @Test
    void anOldLookSaysNothingAboutNow() throws IOException {
        assertThat(drift(NOW.minus(DriftGate.RECENT)).state()).isEqualTo(State.OPEN);
        assertThat(drift(NOW.minus(DriftGate.RECENT).minusSeconds(1)).state()).isEqualTo(State.UNKNOWN);
        assertThat(drift(NOW.minus(Duration.ofDays(1)), "Service shop/web").state())
                .isEqualTo(State.CLOSED);
    }

    @Test
    void everyCheckMustBeSuccessful() throws IOException {
        Status build = new Status("ci/build", CommitStatuses.State.SUCCESS, "");

        assertThat(checks(List.of(build, status(CommitStatuses.State.SUCCESS))))
                .isEqualTo(Decision.open("ci/build and scan are successful on c0ffee"));
        assertThat(checks(List.of(build))).isEqualTo(Decision.closed("scan has not reported yet, on c0ffee"));
        assertThat(checks(List.of(build, status(CommitStatuses.State.PENDING))))
                .isEqualTo(Decision.closed("scan is under way (3 findings), on c0ffee"));
        assertThat(checks(List.of(build, status(CommitStatuses.State.FAILURE))).reason())
                .isEqualTo("scan has failed (3 findings), on c0ffee");
        assertThat(checks(List.of(build, status(CommitStatuses.State.SUCCESS), status(CommitStatuses.State.FAILURE)))
                        .state())
                .isEqualTo(State.CLOSED);
        assertThat(checks(List.of(new Status("CI/build", CommitStatuses.State.SUCCESS, "")))
                        .reason())
                .startsWith("ci/build has not reported yet; scan");
    }

    @Test
    void checksOfNoCommitAreUnknown() throws IOException {
        Candidate known = Candidates.candidate();
        Candidate unknown = new Candidate(
                known.application(),
                known.environment(),
                known.version(),
                known.images(),
                Optional.empty(),
                known.proposed(),
                known.current(),
                known.promoters(),
                known.build());
        ChecksGate gate = new ChecksGate(
                new Gate.Checks("checks", List.of("ci/build")),
                (candidate, commit) -> List.of(new Status("ci/build", CommitStatuses.State.SUCCESS, "")));

        assertThat(gate.decide(unknown, NOW).state()).isEqualTo(State.UNKNOWN);
        assertThat(gate.decide(known, NOW).state()).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, 1, OPEN, smoke #7 was successful",
        "UNSTABLE, 1, CLOSED, smoke #7 was unstable",
        "FAILURE, 1, CLOSED, smoke #7 failed",
        "RUNNING, 1, CLOSED, smoke #7 is under way",
        "SUCCESS, 25, CLOSED, 'smoke #7 ended 2026-05-03T09:00:00Z, longer ago than 1d'",
        "SUCCESS, 24, OPEN, smoke #7 was successful"
    })
    void theLastBuildDecides(Result result, int hoursAgo, State state, String reason) throws IOException {
        Decision decision = job(
                new Gate.Job("job", "smoke", Optional.empty(), Optional.of(Duration.ofDays(1)), false),
                run(7, "9.9", result, hoursAgo),
                run(6, "1.4.2", Result.SUCCESS, 2));

        assertThat(decision).isEqualTo(new Decision(state, reason, Optional.empty()));
    }

    @Test
    void onlyBuildsAboutThisVersionCount() throws IOException {
        Gate.Job gate = new Gate.Job("job", "smoke", Optional.of("VERSION"), Optional.empty(), true);

        assertThat(job(gate, run(7, "1.4.1", Result.FAILURE, 1), run(6, "1.4.2", Result.UNSTABLE, 2)))
                .isEqualTo(Decision.open("smoke #6 was unstable, which is allowed"));
        assertThat(job(gate, run(7, "1.4.1", Result.SUCCESS, 1)))
                .isEqualTo(Decision.closed("No build of smoke with VERSION 1.4.2 yet"));
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, 0, OPEN, '100 tests ran, 0 failed'",
        "100, 2, 5, OPEN, '95 tests ran, 2 failed'",
        "100, 3, 6, CLOSED, 'Of the build''s 100 tests 3 failed, allowed are 2; 6 were left out, allowed are 5'",
        "12, 0, 3, CLOSED, 'Of the build''s 12 tests 9 ran, asked for are at least 10'"
    })
    void testsMustHavePassed(int total, int failed, int skipped, State state, String reason) throws IOException {
        Gate.Tests gate = new Gate.Tests("tests", 2, OptionalInt.of(5), 10);

        assertThat(new TestsGate(gate, candidate -> Optional.of(new Counts(total, failed, skipped)))
                        .decide(Candidates.candidate(), NOW))
                .isEqualTo(new Decision(state, reason, Optional.empty()));
    }

    @Test
    void testsThatNobodyRecordedHaveNotPassed() throws IOException {
        Gate.Tests gate = new Gate.Tests("tests", 0, OptionalInt.empty(), 0);

        assertThat(new TestsGate(gate, candidate -> Optional.empty()).decide(Candidates.candidate(), NOW))
                .isEqualTo(Decision.closed("The build has recorded no test results"));
    }

    private static Decision drift(Instant at, String... differences) throws IOException {
        return new DriftGate(
                        new Gate.Drift("drift", List.of("staging")),
                        (candidate, environment) -> new DriftReadings.Reading(List.of(differences), at))
                .decide(Candidates.candidate(), NOW);
    }

    private static Status status(CommitStatuses.State state) {
        return new Status("scan", state, "3 findings");
    }

    private static Decision checks(List<Status> statuses) throws IOException {
        List<String> asked = new ArrayList<>();
        Decision decision = new ChecksGate(
                        new Gate.Checks("checks", List.of("ci/build", "scan")), (candidate, commit) -> {
                            asked.add(commit);
                            return statuses;
                        })
                .decide(Candidates.candidate(), NOW);
        assertThat(asked).containsExactly("c0ffee");
        return decision;
    }

    private static Run run(int number, String version, Result result, int hoursAgo) {
        Optional<Instant> finished =
                result == Result.RUNNING ? Optional.empty() : Optional.of(NOW.minus(Duration.ofHours(hoursAgo)));
        return new Run("smoke #" + number, Map.of("VERSION", version), result, finished);
    }

    private static Decision job(Gate.Job gate, Run... runs) throws IOException {
        return new JobGate(gate, (candidate, job) -> List.of(runs)).decide(Candidates.candidate(), NOW);
    }
}
