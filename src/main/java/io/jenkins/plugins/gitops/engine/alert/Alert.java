package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * One message about an environment.
 *
 * @param over whether it says that everything that was told of is over; else that there is something new
 * @param drifts what is new or, where that is what it says, over
 * @param more how many besides
 * @param open how many drifts that people are told of are on altogether
 * @param heldBack whether it came later than it would have, since there were too many
 */
public record Alert(
        boolean over,
        MonitoredPlace place,
        Instant time,
        List<AlertedDrift> drifts,
        int more,
        int open,
        boolean heldBack) {
    private static final int MOST = 50;

    public Alert {
        drifts = List.copyOf(drifts);
    }

    static Alert of(
            boolean over,
            MonitoredPlace place,
            Instant time,
            Collection<AlertedDrift> all,
            int more,
            int open,
            boolean heldBack) {
        List<AlertedDrift> listed = all.stream().limit(MOST).toList();
        return new Alert(over, place, time, listed, all.size() - listed.size() + more, open, heldBack);
    }

    /** How many drifts it is about. */
    public int count() {
        return drifts.size() + more;
    }
}
