package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 9 * * mon-fri | UTC | 2026-05-02T10:00:00Z | 2026-05-04T09:00:00Z",
                "0 9 * * mon-fri | Europe/Berlin | 2026-05-04T07:00:00Z | 2026-05-05T07:00:00Z",
                "*/20 * * * * | UTC | 2026-05-04T10:40:01Z | 2026-05-04T11:00:00Z",
                "30 23 31 * * | UTC | 2026-03-31T23:30:00Z | 2026-05-31T23:30:00Z",
                "0 0 29 2 * | UTC | 2026-05-04T00:00:00Z | 2028-02-29T00:00:00Z",
                "0 0 29 2 * | UTC | 2096-03-01T00:00:00Z | 2104-02-29T00:00:00Z",
                "0 0 13 * 5 | UTC | 2026-05-04T00:00:00Z | 2026-05-08T00:00:00Z",
                "0 0 */2 * sun | UTC | 2026-05-04T00:00:00Z | 2026-05-05T00:00:00Z",
                "0 0 * * 7 | UTC | 2026-05-04T00:00:00Z | 2026-05-10T00:00:00Z",
                "0 0 * * 7/2 | UTC | 2026-05-04T00:00:00Z | 2026-05-10T00:00:00Z",
                "0 0 1 jan-mar/2 * | UTC | 2026-01-01T00:00:00Z | 2026-03-01T00:00:00Z",
                "45/5 3 * * * | UTC | 2026-05-04T03:50:00Z | 2026-05-04T03:55:00Z",
                // summer time: 02:30 does not come on 29 March, and comes twice on 25 October
                "30 2 * * * | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z",
                "30 2 * * * | Europe/Berlin | 2026-10-25T00:00:00Z | 2026-10-25T00:30:00Z",
                "30 2 * * * | Europe/Berlin | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z",
                // the day that Samoa left out
                "0 12 30 12 * | Pacific/Apia | 2011-12-29T00:00:00Z | 2011-12-30T22:00:00Z",
                "0 0 30 2 * | UTC | 2026-05-04T00:00:00Z | ",
            })
    void comesNext(String expression, String zone, Instant after, Instant next) {
        assertThat(Cron.parse(expression, ZoneId.of(zone)).after(after)).isEqualTo(Optional.ofNullable(next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "* * * * * *", "60 * * * *", "x * * * *", "5-1/0 * * * *", "1-2-3 * * * *"})
    void refusesWhatIsNoExpression(String expression) {
        assertThatThrownBy(() -> Cron.parse(expression, ZoneOffset.UTC)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasNoLastBeforeTheLimit() {
        Cron daily = Cron.parse("0 0 * * *", ZoneOffset.UTC);
        Instant noon = Instant.parse("2026-05-04T12:00:00Z");

        assertThat(daily.last(noon, Instant.parse("2026-05-04T00:00:00Z")))
                .contains(Instant.parse("2026-05-04T00:00:00Z"));
        assertThat(daily.last(noon, Instant.parse("2026-05-04T00:00:01Z"))).isEmpty();
    }

    /** Against every minute of some local days, one by one. */
    @Property(tries = 300)
    void agreesWithEveryMinute(
            @ForAll("expressions") String expression,
            @ForAll("zones") String zone,
            @ForAll("days") LocalDate day,
            @ForAll("seconds") int second) {
        ZoneId id = ZoneId.of(zone);
        TreeSet<Instant> expected = everyMinute(expression, id, day.minusDays(4), day.plusDays(4));
        Cron cron = Cron.parse(expression, id);
        Instant instant = day.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(second);
        Instant from = instant.minusSeconds(86_400);
        Instant to = instant.plusSeconds(86_400);

        Instant higher = expected.higher(instant);
        assertThat(cron.after(instant).filter(time -> !time.isAfter(to)))
                .isEqualTo(Optional.ofNullable(higher).filter(time -> !time.isAfter(to)));
        Instant floor = expected.floor(instant);
        assertThat(cron.last(instant, from))
                .isEqualTo(Optional.ofNullable(floor).filter(time -> !time.isBefore(from)));
    }

    static TreeSet<Instant> everyMinute(String expression, ZoneId zone, LocalDate from, LocalDate to) {
        String[] fields = expression.split(" ");
        boolean[] minutes = values(fields[0], 59, List.of());
        boolean[] hours = values(fields[1], 23, List.of());
        boolean[] days = values(fields[2], 31, List.of());
        boolean[] months = values(fields[3], 12, List.of());
        boolean[] weekdays = values(fields[4], 6, WEEK);
        boolean either = !open(fields[2]) && !open(fields[4]);
        TreeSet<Instant> times = new TreeSet<>();
        for (LocalDateTime time = from.atStartOfDay(); time.isBefore(to.atStartOfDay()); time = time.plusMinutes(1)) {
            boolean inMonth = days[time.getDayOfMonth()];
            boolean inWeek = weekdays[time.getDayOfWeek().getValue() % 7];
            boolean day = either ? inMonth || inWeek : inMonth && inWeek;
            if (day && minutes[time.getMinute()] && hours[time.getHour()] && months[time.getMonthValue()]) {
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
                if (offsets.isEmpty()) {
                    times.add(ZonedDateTime.of(time, zone).toInstant());
                }
                for (ZoneOffset offset : offsets) {
                    times.add(time.toInstant(offset));
                }
            }
        }
        return times;
    }

    private static boolean[] values(String field, int last, List<String> names) {
        boolean[] values = new boolean[last + 1];
        for (int value = 0; value <= last; value++) {
            values[value] = has(field, value, last, names);
        }
        return values;
    }

    private static final List<String> WEEK = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    private static boolean open(String field) {
        return Arrays.stream(field.split(",")).anyMatch(part -> part.equals("*") || part.equals("*/1"));
    }

    /** Whether one value is in a field, by trying what each of its parts counts through. */
    private static boolean has(String field, int value, int last, List<String> names) {
        for (String part : field.split(",")) {
            String range = part.replaceAll("/.*", "");
            int step = part.contains("/") ? Integer.parseInt(part.replaceAll(".*/", "")) : 1;
            int first = last == 31 || last == 12 ? 1 : 0;
            int from = range.equals("*") ? first : number(range.replaceAll("-.*", ""), names);
            int to = range.contains("-")
                    ? number(range.replaceAll(".*-", ""), names)
                    : range.equals("*") || part.contains("/") ? last : from;
            for (int each = from; each <= to; each += step) {
                if (each == value || names.size() == 7 && each == 7 && value == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static int number(String text, List<String> names) {
        return names.contains(text) ? names.indexOf(text) : Integer.parseInt(text);
    }

    @Provide
    Arbitrary<String> expressions() {
        return Combinators.combine(
                        field(0, 59),
                        field(0, 23),
                        field(1, 31),
                        Arbitraries.of("*", "*", "3", "3,10", "*/2", "9-11"),
                        week())
                .as((minute, hour, day, month, week) -> String.join(" ", minute, hour, day, month, week));
    }

    private static Arbitrary<String> week() {
        return Arbitraries.oneOf(Arbitraries.just("*"), Arbitraries.of("sun", "mon-fri", "5-7", "1/2", "sat,7", "*/3"));
    }

    private static Arbitrary<String> field(int first, int last) {
        Arbitrary<Integer> value = Arbitraries.integers().between(first, last);
        Arbitrary<String> range =
                Combinators.combine(value, value).as((one, other) -> Math.min(one, other) + "-" + Math.max(one, other));
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.just("*"),
                value.map(String::valueOf),
                range,
                Combinators.combine(range, Arbitraries.integers().between(1, 20))
                        .as((r, s) -> r + "/" + s),
                Combinators.combine(value, Arbitraries.integers().between(1, 20))
                        .as((v, s) -> v + "/" + s),
                Arbitraries.integers().between(1, 20).map(step -> "*/" + step));
        return part.list().ofMinSize(1).ofMaxSize(3).map(parts -> parts.stream().collect(Collectors.joining(",")));
    }

    @Provide
    Arbitrary<String> zones() {
        return Arbitraries.of(
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kathmandu",
                "America/Sao_Paulo");
    }

    /** Days about changes of the clock, and any others. */
    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.oneOf(
                Arbitraries.of("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2018-11-04")
                        .flatMap(day -> Arbitraries.integers().between(-2, 2).map(LocalDate.parse(day)::plusDays)),
                Arbitraries.integers().between(0, 4_000).map(LocalDate.parse("2020-01-01")::plusDays));
    }

    @Provide
    Arbitrary<Integer> seconds() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(0, 1_439).map(minute -> minute * 60),
                Arbitraries.integers().between(0, 86_399));
    }
}
