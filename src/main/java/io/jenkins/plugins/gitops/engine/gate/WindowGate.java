package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The time must be right (Argo CD: sync windows): outside every denied window, and inside an allowed one where there
 * are any. A window is open from its start on until before its end.
 */
final class WindowGate implements Evaluator {
    /** How many openings and closings of all windows are looked up for the next opening, and how many years. */
    private static final int LOOKUPS = 30_000;

    private static final int YEARS = 9;

    private final List<Openings> allow;
    private final List<Openings> deny;
    private final DateTimeFormatter format;

    WindowGate(Gate.Window gate) {
        ZoneId zone = gate.timeZone();
        this.allow = Openings.of(gate.allow(), zone);
        this.deny = Openings.of(gate.deny(), zone);
        this.format = DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.ENGLISH)
                .withZone(zone);
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) {
        Instant opening = now;
        int steps = LOOKUPS / Math.max(1, allow.size() + deny.size());
        for (int step = 0; step < steps; step++) {
            if (Thread.currentThread().isInterrupted()) {
                return Decision.unknown("Looking for the next opening was interrupted");
            }
            Optional<Instant> denied = latestClosing(opening);
            if (denied.isPresent()) {
                opening = denied.get();
                continue;
            }
            Instant time = opening;
            if (allow.isEmpty()
                    || allow.stream().anyMatch(each -> each.closing(time).isPresent())) {
                return decision(now, opening);
            }
            Optional<Instant> next =
                    allow.stream().flatMap(each -> each.opening(time).stream()).min(Instant::compareTo);
            if (next.isEmpty() || next.get().isAfter(now.plus(YEARS * 366L, ChronoUnit.DAYS))) {
                return Decision.closed(why(now) + ", and no allowed window opens in the next " + YEARS + " years")
                        .notBefore(next.orElse(now.plus(YEARS * 365L, ChronoUnit.DAYS)));
            }
            opening = next.get();
        }
        return Decision.closed(why(now) + "; it does not open before " + format.format(opening))
                .notBefore(opening);
    }

    private Optional<Instant> latestClosing(Instant time) {
        return deny.stream().flatMap(each -> each.closing(time).stream()).max(Instant::compareTo);
    }

    private Decision decision(Instant now, Instant opening) {
        if (opening.equals(now)) {
            return Decision.open(allow.isEmpty() ? "No denied window is open" : "An allowed window is open");
        }
        return Decision.closed(why(now) + "; opens on " + format.format(opening))
                .notBefore(opening);
    }

    private String why(Instant now) {
        return latestClosing(now).isPresent() ? "A denied window is open" : "No allowed window is open";
    }
}
