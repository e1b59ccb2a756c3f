package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** The times of one window: open from each time of its schedule on, for its duration. */
record Openings(Cron schedule, Duration duration) {
    /** Nobody means a window that stays open for longer. */
    private static final Duration LONGEST = Duration.ofDays(3_660);

    static List<Openings> of(List<Gate.Opening> windows, ZoneId zone) {
        return windows.stream()
                .map(window -> new Openings(
                        Cron.parse(window.schedule(), zone),
                        window.duration().compareTo(LONGEST) > 0 ? LONGEST : window.duration()))
                .toList();
    }

    /** When the window that is open at a time closes, leaving out that it may open anew before; empty: none is. */
    Optional<Instant> closing(Instant time) {
        return schedule.last(time, time.minus(duration))
                .map(start -> start.plus(duration))
                .filter(end -> end.isAfter(time));
    }

    /** When it next opens after a time. */
    Optional<Instant> opening(Instant time) {
        return schedule.after(time);
    }
}
