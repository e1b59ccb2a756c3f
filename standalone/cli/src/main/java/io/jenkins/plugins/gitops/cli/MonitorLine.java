package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** An event of the monitor as a JSON object. */
final class MonitorLine {
    private final Map<String, Object> line = new LinkedHashMap<>();

    private MonitorLine(MonitorEvent event) {
        line.put("event", event.name());
        line.put("time", event.time().toString());
        line.put("repository", event.place().repository());
        line.put("application", event.place().application());
        line.put("environment", event.place().environment());
        line.put("cluster", event.place().cluster());
    }

    static Map<String, Object> of(MonitorEvent event) {
        if (event instanceof MonitorEvent.Seen seen) {
            return new MonitorLine(event).with("revision", seen.revision()).with("objects", seen.objects()).line;
        }
        if (event instanceof MonitorEvent.Drifted drifted) {
            return new MonitorLine(event).with("revision", drifted.revision()).with(drifted.drift()).line;
        }
        if (event instanceof MonitorEvent.Resolved resolved) {
            return new MonitorLine(event).with("healed", resolved.healed()).with(resolved.drift()).line;
        }
        if (event instanceof MonitorEvent.Healed healed) {
            return new MonitorLine(event)
                    .with("revision", healed.revision())
                    .with(healed.resource())
                    .with("message", healed.message())
                    .line;
        }
        if (event instanceof MonitorEvent.Refused refused) {
            MonitorLine line = new MonitorLine(event);
            refused.resource().ifPresent(line::with);
            return line.with("reason", refused.reason()).line;
        }
        if (event instanceof MonitorEvent.Declared declared) {
            return new MonitorLine(event)
                    .with(
                            "environments",
                            declared.environments().stream()
                                    .map(MonitoredPlace::toString)
                                    .toList())
                    .line;
        }
        if (event instanceof MonitorEvent.WebhookLost lost) {
            return new MonitorLine(event)
                    .with("missed", lost.missed())
                    .with("lastHeard", lost.lastHeard().toString())
                    .line;
        }
        return new MonitorLine(event).with("reasons", ((MonitorEvent.Unknown) event).reasons()).line;
    }

    private MonitorLine with(String key, Object value) {
        line.put(key, value);
        return this;
    }

    private MonitorLine with(ResourceKey key) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("group", key.group());
        resource.put("kind", key.kind());
        resource.put("namespace", key.namespace());
        resource.put("name", key.name());
        return with("resource", resource);
    }

    private MonitorLine with(DriftRecord drift) {
        with(drift.resource());
        line.put("kinds", drift.kinds());
        line.put(
                "fields", drift.diff().fields().stream().map(MonitorLine::field).toList());
        line.put("by", by(drift.by()));
        line.put("action", drift.action().name().toLowerCase(Locale.ROOT));
        line.put("firstSeen", drift.firstSeen().toString());
        line.put("lastSeen", drift.lastSeen().toString());
        return with("count", drift.count());
    }

    private static Map<String, Object> field(FieldDiff field) {
        Map<String, Object> answer = DiffAnswer.json(field);
        answer.put("time", Objects.toString(field.time(), null));
        answer.put("addition", field.addition());
        return answer;
    }

    private static Map<String, Object> by(Attribution by) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("who", by.who());
        answer.put("manager", by.manager());
        return answer;
    }
}
