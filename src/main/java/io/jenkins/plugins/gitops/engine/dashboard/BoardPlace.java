package io.jenkins.plugins.gitops.engine.dashboard;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How one environment stands, as far as it was told. Not safe for several threads; the board is. */
final class BoardPlace {
    /** What is known of an environment as a whole. */
    enum State {
        /** Nothing was told yet. */
        PENDING,
        SYNCED,
        DRIFTED,
        /** Not everything can be seen. */
        UNKNOWN
    }

    /**
     * One open drift.
     *
     * @param number by which it is asked for
     * @param note what was done or refused about it last; empty where nothing was
     */
    record OpenDrift(long number, DriftRecord drift, String note) {}

    final MonitoredPlace place;
    private final Map<ResourceKey, OpenDrift> drifts = new LinkedHashMap<>();
    private State state = State.PENDING;
    private Instant since;
    private String revision = "";
    private int objects;
    private List<String> reasons = List.of();
    private String note = "";

    BoardPlace(MonitoredPlace place, Instant since) {
        this.place = place;
        this.since = since;
    }

    /**
     * Takes what was told about this environment.
     *
     * @param number for a drift that is new here
     */
    void accept(MonitorEvent event, long number) {
        if (event instanceof MonitorEvent.Seen seen) {
            revision = seen.revision();
            objects = seen.objects();
            reasons = List.of();
            note = "";
        } else if (event instanceof MonitorEvent.Unknown unknown) {
            reasons = unknown.reasons();
        } else if (event instanceof MonitorEvent.Drifted drifted) {
            revision = drifted.revision();
            OpenDrift known = drifts.get(drifted.drift().resource());
            drifts.put(
                    drifted.drift().resource(),
                    new OpenDrift(
                            known == null ? number : known.number(),
                            drifted.drift(),
                            known == null ? "" : known.note()));
        } else if (event instanceof MonitorEvent.Resolved resolved) {
            drifts.remove(resolved.drift().resource());
        } else if (event instanceof MonitorEvent.Healed healed) {
            annotate(healed.resource(), healed.message());
        } else if (event instanceof MonitorEvent.Refused refused) {
            refused.resource().ifPresentOrElse(key -> annotate(key, refused.reason()), () -> note = refused.reason());
        }
        settle(event.time());
    }

    private void annotate(ResourceKey key, String text) {
        drifts.computeIfPresent(key, (same, open) -> new OpenDrift(open.number(), open.drift(), text));
    }

    private void settle(Instant now) {
        State next = State.SYNCED;
        if (!reasons.isEmpty()) {
            next = State.UNKNOWN;
        } else if (!drifts.isEmpty()) {
            next = State.DRIFTED;
        } else if (revision.isEmpty()) {
            next = State.PENDING;
        }
        if (next != state) {
            state = next;
            since = now;
        }
    }

    @CheckForNull
    OpenDrift drift(long number) {
        return drifts.values().stream()
                .filter(open -> open.number() == number)
                .findFirst()
                .orElse(null);
    }

    /** As JSON: the drifts without their fields. */
    Map<String, Object> json() {
        Map<String, Object> json = BoardJson.place(place);
        json.put("state", DriftJson.word(state));
        json.put("since", since.toString());
        json.put("revision", revision);
        json.put("objects", objects);
        json.put("reasons", reasons);
        json.put("note", note);
        json.put("drifts", drifts.values().stream().map(BoardJson::summary).toList());
        return json;
    }
}
