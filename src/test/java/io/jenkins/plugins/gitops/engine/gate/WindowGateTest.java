package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.application.Gate.Opening;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowGateTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Opening OFFICE = new Opening("0 9 * * mon-fri", Duration.ofHours(8));
    private static final Opening CHRISTMAS = new Opening("0 0 24 12 *", Duration.ofDays(3));

    @ParameterizedTest
    @CsvSource({
        // a Monday in Berlin, where 09:00 is 07:00 in UTC
        "2026-05-04T06:59:59Z, 2026-05-04T07:00:00Z",
        "2026-05-04T07:00:00Z, ",
        "2026-05-04T14:59:59Z, ",
        "2026-05-04T15:00:00Z, 2026-05-05T07:00:00Z",
        // Christmas Eve is a Thursday; the freeze ends on Sunday
        "2026-12-23T16:30:00Z, 2026-12-28T08:00:00Z",
        "2026-12-24T10:00:00Z, 2026-12-28T08:00:00Z",
        "2026-12-23T10:00:00Z, ",
    })
    void opensAndCloses(Instant now, Instant opens) {
        Decision decision = decide(now, List.of(OFFICE), List.of(CHRISTMAS));

        assertThat(decision.state()).isEqualTo(opens == null ? State.OPEN : State.CLOSED);
        assertThat(decision.opensAt()).isEqualTo(Optional.ofNullable(opens));
    }

    @Test
    void tellsWhyAndWhen() {
        assertThat(decide(Instant.parse("2026-05-04T15:00:00Z"), List.of(OFFICE), List.of())
                        .reason())
                .isEqualTo("No allowed window is open; opens on Tue 2026-05-05 09:00 CEST");
        assertThat(decide(Instant.parse("2026-12-24T10:00:00Z"), List.of(), List.of(CHRISTMAS))
                        .reason())
                .isEqualTo("A denied window is open; opens on Sun 2026-12-27 00:00 CET");
        assertThat(decide(Instant.parse("2026-05-04T10:00:00Z"), List.of(OFFICE), List.of())
                        .reason())
                .isEqualTo("An allowed window is open");
        assertThat(decide(Instant.parse("2026-05-04T10:00:00Z"), List.of(), List.of(CHRISTMAS))
                        .reason())
                .isEqualTo("No denied window is open");
    }

    @Test
    void deniedWinsOverAllowed() {
        Opening always = new Opening("* * * * *", Duration.ofMinutes(1));

        Decision decision = decide(Instant.parse("2026-12-24T10:00:00Z"), List.of(always), List.of(CHRISTMAS));

        assertThat(decision.state()).isEqualTo(State.CLOSED);
        assertThat(decision.opensAt()).contains(Instant.parse("2026-12-26T23:00:00Z"));
    }

    /** A freeze that begins in the hour that is left out, or goes through the one that comes twice, leaves no gap. */
    @ParameterizedTest
    @CsvSource({
        "30 2 29 3 *, 2026-03-29T01:30:00Z, 2026-03-29T03:30:00Z",
        "0 * 25 10 *, 2026-10-25T01:30:00Z, 2026-10-25T23:00:00Z",
    })
    void freezesThroughChangesOfTheClock(String schedule, Instant now, Instant opens) {
        Duration duration = schedule.startsWith("30") ? Duration.ofHours(2) : Duration.ofHours(1);

        assertThat(decide(now, List.of(), List.of(new Opening(schedule, duration)))
                        .opensAt())
                .contains(opens);
    }

    @Test
    void saysThatItNeverOpens() {
        Decision decision = decide(Candidates.NOW, List.of(new Opening("0 0 30 2 *", Duration.ofDays(1))), List.of());

        assertThat(decision.state()).isEqualTo(State.CLOSED);
        assertThat(decision.reason()).contains("no allowed window opens in the next 9 years");
    }

    @Test
    @Timeout(20)
    void looksNoFurtherThanIsReasonable() {
        Opening always = new Opening("* * * * *", Duration.ofMinutes(2));

        Decision decision = decide(Candidates.NOW, List.of(OFFICE, CHRISTMAS), List.of(always, OFFICE, CHRISTMAS));

        assertThat(decision.state()).isEqualTo(State.CLOSED);
        assertThat(decision.reason()).startsWith("A denied window is open; it does not open before ");
        assertThat(decision.opensAt().orElseThrow()).isAfter(Candidates.NOW.plus(3, ChronoUnit.DAYS));
    }

    @Test
    @Timeout(20)
    void looksNoLongerForMoreWindows() {
        List<Opening> allow =
                new ArrayList<>(Collections.nCopies(49, new Opening("0 0 30 2 *", Duration.ofDays(3_660))));
        allow.add(new Opening("*/2 * * * *", Duration.ofSeconds(30)));
        List<Opening> deny = List.of(new Opening("*/2 * * * *", Duration.ofMinutes(1)));

        assertThat(decide(Candidates.NOW, allow, deny).state()).isEqualTo(State.CLOSED);
    }

    @Test
    void stopsWhereItIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThat(decide(Candidates.NOW, List.of(OFFICE), List.of()).state())
                    .isEqualTo(State.UNKNOWN);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void boundsWindowsThatNeverClose() {
        Opening ever = new Opening("0 0 1 1 *", Duration.ofDays(999_999_999L));

        assertThat(decide(Candidates.NOW, List.of(ever), List.of()).state()).isEqualTo(State.OPEN);
        assertThat(decide(Candidates.NOW, List.of(), List.of(ever)).state()).isEqualTo(State.CLOSED);
    }

    /** Against the state of every minute of two weeks. */
    @Property(tries = 150)
    void agreesWithEveryMinute(
            @ForAll("openings") List<Opening> allow,
            @ForAll("openings") List<Opening> deny,
            @ForAll("minutes") int minute) {
        LocalDate day = LocalDate.parse("2026-10-24"); // the clock is put back on the 25th
        Instant now = day.atStartOfDay(BERLIN).toInstant().plus(minute, ChronoUnit.MINUTES);
        List<NavigableSet<Instant>> allowed = times(allow, day);
        List<NavigableSet<Instant>> denied = times(deny, day);

        Instant opens = null;
        for (int i = 0; i < 7 * 24 * 60 && opens == null; i++) {
            Instant time = now.plus(i, ChronoUnit.MINUTES);
            boolean open = (allow.isEmpty() || isOpen(allow, allowed, time)) && !isOpen(deny, denied, time);
            opens = open ? time : null;
        }

        Decision decision = decide(now, allow, deny);
        assertThat(decision.state()).isEqualTo(now.equals(opens) ? State.OPEN : State.CLOSED);
        if (opens == null) {
            assertThat(decision.opensAt().orElseThrow()).isAfter(now.plus(7 * 24 * 60 - 1, ChronoUnit.MINUTES));
        } else {
            assertThat(decision.opensAt().orElse(now)).isEqualTo(opens);
        }
    }

    private static List<NavigableSet<Instant>> times(List<Opening> openings, LocalDate day) {
        return openings.stream()
                .<NavigableSet<Instant>>map(
                        each -> CronTest.everyMinute(each.schedule(), BERLIN, day.minusDays(5), day.plusDays(12)))
                .toList();
    }

    private static boolean isOpen(List<Opening> openings, List<NavigableSet<Instant>> times, Instant time) {
        for (int i = 0; i < openings.size(); i++) {
            Instant start = times.get(i).floor(time);
            if (start != null && time.isBefore(start.plus(openings.get(i).duration()))) {
                return true;
            }
        }
        return false;
    }

    @Provide
    Arbitrary<List<Opening>> openings() {
        Arbitrary<String> schedule = Arbitraries.of(
                "0 9 * * *",
                "30 2 * * *",
                "*/15 * * * *",
                "0 22 * * fri",
                "5 0-6/2 * * sun",
                "0 0 26 10 *",
                "0 */3 25 * 1");
        Arbitrary<Duration> duration =
                Arbitraries.of("1m", "14m", "1h", "3h", "1d", "3d").map(WindowGateTest::duration);
        return Combinators.combine(schedule, duration).as(Opening::new).list().ofMaxSize(2);
    }

    private static Duration duration(String text) {
        return Durations.parse(text);
    }

    @Provide
    Arbitrary<Integer> minutes() {
        return Arbitraries.integers().between(0, 4 * 24 * 60);
    }

    private static Decision decide(Instant now, List<Opening> allow, List<Opening> deny) {
        return new WindowGate(new Gate.Window("window", allow, deny, BERLIN)).decide(Candidates.candidate(), now);
    }
}
