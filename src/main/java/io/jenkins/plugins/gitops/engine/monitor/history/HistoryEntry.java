package io.jenkins.plugins.gitops.engine.monitor.history;

import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the history. What does not apply is empty. Of the fields that drifted there are their paths and no values.
 *
 * @param time when it was found
 * @param event the name of the monitor's event, or {@link #BEGUN}
 * @param since of a drift, when it was first found this time; else the event's time
 * @param who whose hand it was, in a word
 * @param manager the field manager
 * @param action what the policy said
 * @param healed of a drift that is over, whether it was put back
 * @param text why something is not done, or what was remarked
 */
record HistoryEntry(
        Instant time,
        String event,
        MonitoredPlace place,
        Optional<ResourceKey> resource,
        List<String> kinds,
        List<String> fields,
        Instant since,
        String who,
        String manager,
        String action,
        boolean healed,
        String text) {
    /** Somebody began to watch: whatever was on before has ended, nobody saw when. */
    static final String BEGUN = "begun";

    private static final MonitoredPlace NOWHERE = new MonitoredPlace("", "", "", "");

    HistoryEntry {
        kinds = List.copyOf(kinds);
        fields = List.copyOf(fields);
    }

    static HistoryEntry begun(Instant now) {
        return new HistoryEntry(
                now, BEGUN, NOWHERE, Optional.empty(), List.of(), List.of(), now, "", "", "", false, "");
    }

    /** What is kept of an event; empty where it is about no drift. */
    static Optional<HistoryEntry> of(MonitorEvent event) {
        if (event instanceof MonitorEvent.Drifted drifted) {
            return Optional.of(of(event, drifted.drift(), false));
        }
        if (event instanceof MonitorEvent.Resolved resolved) {
            return Optional.of(of(event, resolved.drift(), resolved.healed()));
        }
        if (event instanceof MonitorEvent.Healed healed) {
            return Optional.of(of(event, Optional.of(healed.resource()), healed.message()));
        }
        if (event instanceof MonitorEvent.Refused refused) {
            return Optional.of(of(event, refused.resource(), refused.reason()));
        }
        return Optional.empty();
    }

    private static HistoryEntry of(MonitorEvent event, DriftRecord drift, boolean healed) {
        return new HistoryEntry(
                event.time(),
                event.name(),
                event.place(),
                Optional.of(drift.resource()),
                drift.kinds(),
                drift.diff().fields().stream().map(FieldDiff::path).toList(),
                drift.began(),
                drift.by().who(),
                drift.by().manager(),
                drift.action().name().toLowerCase(Locale.ROOT),
                healed,
                "");
    }

    private static HistoryEntry of(MonitorEvent event, Optional<ResourceKey> resource, String text) {
        return new HistoryEntry(
                event.time(),
                event.name(),
                event.place(),
                resource,
                List.of(),
                List.of(),
                event.time(),
                "",
                "",
                "",
                false,
                text);
    }
}
