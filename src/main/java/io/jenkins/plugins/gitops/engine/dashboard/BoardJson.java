package io.jenkins.plugins.gitops.engine.dashboard;

import io.jenkins.plugins.gitops.engine.dashboard.BoardPlace.OpenDrift;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pieces of the board's JSON. Values of Secrets are masked where they were compared. */
final class BoardJson {
    private BoardJson() {}

    static Map<String, Object> place(MonitoredPlace place) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("repository", place.repository());
        json.put("application", place.application());
        json.put("environment", place.environment());
        json.put("cluster", place.cluster());
        return json;
    }

    /** A drift as the table shows it. */
    static Map<String, Object> summary(OpenDrift open) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", open.number());
        json.putAll(DriftJson.summary(open.drift()));
        json.put("note", open.note());
        return json;
    }

    /** A drift with all its fields. */
    static Map<String, Object> detail(MonitoredPlace place, OpenDrift open) {
        Map<String, Object> json = place(place);
        json.putAll(summary(open));
        json.putAll(DriftJson.details(open.drift()));
        return json;
    }

    /** A line of the timeline. */
    static Map<String, Object> line(MonitorEvent event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", event.time().toString());
        json.putAll(place(event.place()));
        if (event instanceof MonitorEvent.Seen seen) {
            return told(json, event.name(), "", List.of(), seen.revision());
        }
        if (event instanceof MonitorEvent.Drifted drifted) {
            DriftRecord drift = drifted.drift();
            return told(
                    json,
                    "drift",
                    DriftJson.resource(drift.resource()),
                    drift.kinds(),
                    drift.by().manager());
        }
        if (event instanceof MonitorEvent.Resolved resolved) {
            return told(
                    json,
                    resolved.healed() ? "restored" : "resolved",
                    DriftJson.resource(resolved.drift().resource()),
                    List.of(),
                    "");
        }
        if (event instanceof MonitorEvent.Healed healed) {
            return told(json, event.name(), DriftJson.resource(healed.resource()), List.of(), healed.message());
        }
        if (event instanceof MonitorEvent.Refused refused) {
            return told(
                    json,
                    event.name(),
                    refused.resource().map(DriftJson::resource).orElse(""),
                    List.of(),
                    refused.reason());
        }
        if (event instanceof MonitorEvent.WebhookLost lost) {
            return told(json, event.name(), "", List.of(), lost.missed() + " since " + lost.lastHeard());
        }
        return told(json, event.name(), "", List.of(), String.join("; ", ((MonitorEvent.Unknown) event).reasons()));
    }

    private static Map<String, Object> told(
            Map<String, Object> json, String event, String resource, List<String> kinds, String text) {
        json.put("event", event);
        json.put("resource", resource);
        json.put("kinds", kinds);
        json.put("text", text);
        return json;
    }
}
