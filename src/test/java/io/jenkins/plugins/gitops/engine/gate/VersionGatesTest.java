package io.jenkins.plugins.gitops.engine.gate;

import static java.time.temporal.ChronoUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Occupancy;
import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Proof;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The gates that ask what is proved of the version: healthy and soak. */
class VersionGatesTest {
    private static final Instant NOW = Candidates.NOW;

    @Test
    void healthyIsLiveAtExactlyThisVersionNow() throws IOException {
        assertThat(healthy(Map.of("staging", List.of(standing(5)))))
                .isEqualTo(Decision.open("staging is live and healthy at 1.4.2"));
        assertThat(healthy(Map.of("staging", List.of())).reason())
                .isEqualTo("staging is not live and healthy at 1.4.2; it runs 1.4.1");
        assertThat(healthy(Map.of("staging", List.of(over(9, 3)))))
                .isEqualTo(
                        Decision.closed(
                                "staging is not live and healthy at 1.4.2 any more, since 2026-05-04T07:00:00Z; it runs 1.4.1"));
    }

    @Test
    void healthyAsksEveryEnvironment() throws IOException {
        Map<String, List<Occupancy>> proved = Map.of("dev", List.of(standing(1)), "staging", List.of(over(3, 1)));

        assertThat(healthy(proved).state()).isEqualTo(State.CLOSED);
        assertThat(healthy(Map.of("dev", List.of(standing(1)), "staging", List.of(standing(1))))
                        .state())
                .isEqualTo(State.OPEN);
    }

    @Test
    void whereNothingComesBeforeNothingIsAskedFor() throws IOException {
        ProvedVersions nobody = (candidate, environment) -> {
            throw new AssertionError("asked");
        };
        Candidate first = Candidates.after(List.of());

        assertThat(new HealthyGate(new Gate.Healthy("h", List.of()), nobody).decide(first, NOW))
                .isEqualTo(Decision.open("There is no environment before prod"));
        assertThat(new SoakGate(new Gate.Soak("s", Duration.ofHours(1)), nobody)
                        .decide(first, NOW)
                        .state())
                .isEqualTo(State.OPEN);
    }

    @Test
    void soakTellsWhenItIsOver() throws IOException {
        Decision decision = soak(6, List.of(standing(5)));

        assertThat(decision.reason()).isEqualTo("1.4.2 has been live and healthy in staging for 5h of 6h");
        assertThat(decision.opensAt()).contains(NOW.plus(1, HOURS));
        assertThat(soak(5, List.of(standing(5))).state()).isEqualTo(State.OPEN);
    }

    @Test
    void soakCountsTheLongestTimeAlsoOneThatIsOver() throws IOException {
        assertThat(soak(6, List.of(over(20, 13), standing(1))).state()).isEqualTo(State.OPEN);
        assertThat(soak(8, List.of(over(20, 13), standing(1))).opensAt()).contains(NOW.plus(7, HOURS));
    }

    @Test
    void soakDoesNotAddTimesUp() throws IOException {
        Decision decision = soak(6, List.of(over(20, 15), over(14, 9), over(8, 3)));

        assertThat(decision.state()).isEqualTo(State.CLOSED);
        assertThat(decision.reason()).endsWith("for 5h of 6h, and is not there now");
        assertThat(decision.opensAt()).contains(NOW.plus(6, HOURS));
    }

    @Test
    void soakOfATimeToComeIsNone() throws IOException {
        assertThat(soak(1, List.of(standing(-5))).opensAt()).contains(NOW.plus(1, HOURS));
    }

    @Test
    void failsAsTheSourceDoes() {
        ProvedVersions silent = (candidate, environment) -> {
            throw new IOException("The notes cannot be read");
        };

        assertThatThrownBy(() -> new SoakGate(new Gate.Soak("s", Duration.ofHours(1)), silent)
                        .decide(Candidates.candidate(), NOW))
                .hasMessage("The notes cannot be read");
    }

    /** Against a walk through every hour. */
    @Property
    void soakAgreesWithEveryHour(@ForAll("histories") List<Occupancy> history, @ForAll("hours") int wanted)
            throws IOException {
        int longest = 0;
        for (Occupancy each : history) {
            int hours = 0;
            for (Instant hour = each.since();
                    hour.isBefore(each.until().orElse(NOW)) && hour.isBefore(NOW);
                    hour = hour.plus(1, HOURS)) {
                hours++;
            }
            longest = Math.max(longest, hours);
        }
        Decision decision = soak(wanted, history);

        assertThat(decision.state()).isEqualTo(longest >= wanted ? State.OPEN : State.CLOSED);
        assertThat(decision.opensAt().isPresent()).isEqualTo(longest < wanted);
        decision.opensAt()
                .ifPresent(opens -> assertThat(opens).isAfter(NOW).isBeforeOrEqualTo(NOW.plus(wanted, HOURS)));
    }

    @Provide
    Arbitrary<List<Occupancy>> histories() {
        Arbitrary<Integer> hour = Arbitraries.integers().between(0, 40);
        Arbitrary<Occupancy> past =
                Combinators.combine(hour, hour).as((one, other) -> over(Math.max(one, other), Math.min(one, other)));
        return Combinators.combine(past.list().ofMaxSize(4), hour.optional()).as((all, since) -> {
            List<Occupancy> history = new ArrayList<>(all);
            since.ifPresent(hours -> history.add(standing(hours)));
            return history;
        });
    }

    @Provide
    Arbitrary<Integer> hours() {
        return Arbitraries.integers().between(1, 45);
    }

    private static Occupancy standing(int hours) {
        return new Occupancy(NOW.minus(hours, HOURS), Optional.empty());
    }

    private static Occupancy over(int from, int to) {
        return new Occupancy(NOW.minus(from, HOURS), Optional.of(NOW.minus(to, HOURS)));
    }

    private static Decision healthy(Map<String, List<Occupancy>> proved) throws IOException {
        List<String> environments = proved.keySet().stream().sorted().toList();
        return new HealthyGate(
                        new Gate.Healthy("healthy", environments),
                        (candidate, environment) -> new Proof(proved.get(environment), "it runs 1.4.1"))
                .decide(Candidates.candidate(), NOW);
    }

    private static Decision soak(int hours, List<Occupancy> history) throws IOException {
        return new SoakGate(
                        new Gate.Soak("soak", Duration.ofHours(hours)),
                        (candidate, environment) -> new Proof(history, ""))
                .decide(Candidates.candidate(), NOW);
    }
}
