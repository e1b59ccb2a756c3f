package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** An alert for programs. */
final class AlertJson {
    private static final int LONGEST = 2000;

    private AlertJson() {}

    static Map<String, Object> of(Alert alert, String dashboard) {
        MonitoredPlace place = alert.place();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("event", alert.over() ? "resolved" : "drift");
        json.put("time", alert.time().toString());
        json.put("repository", Bounded.text(place.repository(), LONGEST));
        json.put("application", Bounded.text(place.application(), LONGEST));
        json.put("environment", Bounded.text(place.environment(), LONGEST));
        json.put("cluster", Bounded.text(place.cluster(), LONGEST));
        json.put("text", AlertText.title(alert));
        json.put("drifts", alert.drifts().stream().map(AlertJson::drift).toList());
        json.put("more", alert.more());
        json.put("open", alert.open());
        json.put("heldBack", alert.heldBack());
        json.put("dashboard", dashboard);
        return json;
    }

    private static Map<String, Object> drift(AlertedDrift drift) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", resource(drift.resource()));
        json.put("kinds", drift.kinds());
        json.put("fields", drift.fields());
        json.put("moreFields", drift.moreFields());
        json.put("by", Map.of("who", drift.who(), "manager", drift.manager()));
        json.put("action", drift.action());
        json.put("firstSeen", drift.since().toString());
        json.put("count", drift.times());
        json.put("note", drift.note());
        json.put("over", drift.over());
        return json;
    }

    private static Map<String, Object> resource(ResourceKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("group", key.group());
        json.put("kind", key.kind());
        json.put("namespace", key.namespace());
        json.put("name", key.name());
        return json;
    }
}
