package io.jenkins.plugins.gitops.engine.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The times of a cron expression of five fields, in a time zone. Where both days are restricted either will do, and
 * {@code N/S} means from N to the end (robfig/cron, which Argo CD's sync windows use). A local time that is left out by
 * a change of the clock comes as much later as the clock is put forward; one that comes twice comes twice.
 */
final class Cron {
    /** Longer than the eight years between two leap days around 2100. */
    private static final int HORIZON_DAYS = 9 * 366;

    /** A change of the clock moves a time by less than two days: the Pacific's days that were left out, by one. */
    private static final int REACH_DAYS = 2;

    private final CronField minutes;
    private final CronField hours;
    private final CronField days;
    private final CronField months;
    private final CronField weekdays;
    private final ZoneId zone;

    private Cron(List<CronField> fields, ZoneId zone) {
        this.minutes = fields.get(0);
        this.hours = fields.get(1);
        this.days = fields.get(2);
        this.months = fields.get(3);
        this.weekdays = fields.get(4);
        this.zone = zone;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException where it is none
     */
    static Cron parse(String expression, ZoneId zone) {
        return new Cron(CronField.all(expression), zone);
    }

    /** The first time after an instant; empty where there is none in nine years. */
    Optional<Instant> after(Instant instant) {
        LocalDate start = instant.atZone(zone).toLocalDate().minusDays(REACH_DAYS);
        Instant best = null;
        int beyond = 0;
        for (int i = 0; i < HORIZON_DAYS && beyond <= REACH_DAYS; i++) {
            LocalDate day = start.plusDays(i);
            beyond += best == null ? 0 : 1;
            if (!matches(day)) {
                continue;
            }
            Instant found = isPlain(day) ? firstOf(day, instant) : timesOf(day).higher(instant);
            best = found != null && (best == null || found.isBefore(best)) ? found : best;
        }
        return Optional.ofNullable(best);
    }

    /** The last time at or before an instant, but none before another one. */
    Optional<Instant> last(Instant instant, Instant since) {
        LocalDate start = instant.atZone(zone).toLocalDate().plusDays(REACH_DAYS);
        LocalDate end = since.atZone(zone).toLocalDate().minusDays(REACH_DAYS);
        Instant best = null;
        int beyond = 0;
        for (LocalDate day = start; !day.isBefore(end) && beyond <= REACH_DAYS; day = day.minusDays(1)) {
            beyond += best == null ? 0 : 1;
            if (!matches(day)) {
                continue;
            }
            Instant found = isPlain(day) ? lastOf(day, instant) : timesOf(day).floor(instant);
            best = found != null && (best == null || found.isAfter(best)) ? found : best;
        }
        return Optional.ofNullable(best).filter(time -> !time.isBefore(since));
    }

    private boolean matches(LocalDate day) {
        if (!months.has(day.getMonthValue())) {
            return false;
        }
        boolean inMonth = days.has(day.getDayOfMonth());
        boolean inWeek = weekdays.has(day.getDayOfWeek().getValue() % 7);
        return days.restricted() && weekdays.restricted() ? inMonth || inWeek : inMonth && inWeek;
    }

    /** Whether no change of the clock is near: every local time of the day comes once. */
    private boolean isPlain(LocalDate day) {
        Instant before = day.atStartOfDay().minusDays(1).toInstant(ZoneOffset.UTC);
        ZoneOffsetTransition change = zone.getRules().nextTransition(before);
        return change == null
                || change.getInstant().isAfter(day.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC));
    }

    private Instant firstOf(LocalDate day, Instant after) {
        ZoneOffset offset = zone.getRules().getOffset(day.atStartOfDay());
        LocalDateTime limit = LocalDateTime.ofInstant(after, offset);
        if (limit.toLocalDate().isAfter(day)) {
            return null;
        }
        int minute =
                limit.toLocalDate().isBefore(day) ? 0 : limit.getHour() * 60 + limit.getMinute() + 1; // strictly after
        for (int hour = hours.next(minute / 60); hour >= 0; hour = hours.next(hour + 1)) {
            int found = minutes.next(hour == minute / 60 ? minute % 60 : 0);
            if (found >= 0) {
                return day.atTime(hour, found).toInstant(offset);
            }
        }
        return null;
    }

    private Instant lastOf(LocalDate day, Instant atMost) {
        ZoneOffset offset = zone.getRules().getOffset(day.atStartOfDay());
        LocalDateTime limit = LocalDateTime.ofInstant(atMost, offset);
        if (limit.toLocalDate().isBefore(day)) {
            return null;
        }
        LocalTime time = limit.toLocalDate().isAfter(day) ? LocalTime.MAX : limit.toLocalTime();
        for (int hour = hours.previous(time.getHour()); hour >= 0; hour = hours.previous(hour - 1)) {
            int found = minutes.previous(hour == time.getHour() ? time.getMinute() : 59);
            if (found >= 0) {
                return day.atTime(hour, found).toInstant(offset);
            }
        }
        return null;
    }

    /** The times of a day on which the clock may be changed. */
    private NavigableSet<Instant> timesOf(LocalDate day) {
        NavigableSet<Instant> times = new TreeSet<>();
        for (int hour = hours.next(0); hour >= 0; hour = hours.next(hour + 1)) {
            for (int minute = minutes.next(0); minute >= 0; minute = minutes.next(minute + 1)) {
                LocalDateTime time = day.atTime(hour, minute);
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
                if (offsets.isEmpty()) {
                    times.add(ZonedDateTime.of(time, zone).toInstant());
                }
                offsets.forEach(offset -> times.add(time.toInstant(offset)));
            }
        }
        return times;
    }
}
