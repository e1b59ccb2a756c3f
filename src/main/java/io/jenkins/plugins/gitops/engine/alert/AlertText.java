package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** An alert in sentences, for people. */
final class AlertText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int LONGEST_NAME = 200;

    private AlertText() {}

    /** All of it in a sentence. */
    static String title(Alert alert) {
        MonitoredPlace place = alert.place();
        String where = Bounded.text(place.toString(), LONGEST_NAME)
                + (place.cluster().isEmpty() ? "" : " on cluster " + Bounded.text(place.cluster(), LONGEST_NAME));
        String resources = alert.count() == 1 ? "1 resource" : alert.count() + " resources";
        if (alert.over()) {
            return "The drift of " + where + " is over: " + resources;
        }
        if (alert.open() == 0) {
            return where + " had drifted for a while: " + resources;
        }
        return where + " has drifted: " + resources
                + (alert.open() > alert.count() ? ", " + alert.open() + " altogether" : "");
    }

    /**
     * A line for each drift, as many as there is room for, and how many more there are.
     *
     * @param written makes of a text what the channel takes for it
     * @param room characters of all lines together
     */
    static List<String> lines(Alert alert, UnaryOperator<String> written, int room) {
        List<String> lines = new ArrayList<>();
        int left = room;
        for (AlertedDrift drift : alert.drifts()) {
            String line = written.apply(line(drift, alert.over()));
            left -= line.length() + 1;
            if (left < 0) {
                break;
            }
            lines.add(line);
        }
        int more = alert.count() - lines.size();
        if (more > 0) {
            lines.add("… and " + more + " more");
        }
        return lines;
    }

    /** What there is to know besides; empty where there is nothing. */
    static String remark(Alert alert) {
        return alert.heldBack()
                ? "Held back and summed up, since there were many messages about this environment."
                : "";
    }

    private static String line(AlertedDrift drift, boolean isOver) {
        StringBuilder line = new StringBuilder(Bounded.text(drift.resource().toString(), LONGEST_NAME))
                .append(": ")
                .append(String.join(", ", drift.kinds()));
        if (!drift.fields().isEmpty()) {
            line.append(" (").append(String.join(", ", drift.fields()));
            line.append(drift.moreFields() > 0 ? " and " + drift.moreFields() + " more)" : ")");
        }
        line.append(" by ").append(hand(drift)).append(isOver ? ", first seen " : ", since ");
        line.append(time(drift.since()));
        if (drift.times() > 1) {
            line.append(", ").append(drift.times()).append(" times");
        }
        if (drift.over() && !isOver) {
            line.append(", over already");
        }
        return line.append(drift.note().isEmpty() ? "" : ". " + drift.note()).toString();
    }

    private static String hand(AlertedDrift drift) {
        String who = drift.who().replace('-', ' ');
        return drift.manager().isEmpty() ? "unknown hand" : drift.manager() + " (" + who + ")";
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
