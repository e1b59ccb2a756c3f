package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An event of the monitor as a JSON object. */
final class MonitorLine {
    private final Map<String, Object> line = new LinkedHashMap<>();

    private MonitorLine(MonitorEvent event) {
        line.put("event", name(event));
        line.put("time", event.time().toString());
        line.put("repository", event.place().repository());
        line.put("application", event.place().application());
        line.put("environment", event.place().environment());
        line.put("cluster", event.place().cluster());
        if (event instanceof MonitorEvent.Seen seen) {
            line.put("revision", seen.revision());
            line.put("objects", seen.objects());
        } else if (event instanceof MonitorEvent.Drifted drifted) {
            line.put("revision", drifted.revision());
            put(drifted.drift());
        } else if (event instanceof MonitorEvent.Resolved resolved) {
            line.put("healed", resolved.healed());
            put(resolved.drift());
        } else if (event instanceof MonitorEvent.Healed healed) {
            line.put("revision", healed.revision());
            put(healed.resource());
            line.put("message", healed.message());
        } else if (event instanceof MonitorEvent.Refused refused) {
            refused.resource().ifPresent(this::put);
            line.put("reason", refused.reason());
        } else if (event instanceof MonitorEvent.Unknown unknown) {
            line.put("reasons", unknown.reasons());
        }
    }

    static Map<String, Object> of(MonitorEvent event) {
        return new MonitorLine(event).line;
    }

    private static String name(MonitorEvent event) {
        return event instanceof MonitorEvent.Drifted ? "drift" : lowerCase(event);
    }

    private void put(ResourceKey key) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("group", key.group());
        resource.put("kind", key.kind());
        resource.put("namespace", key.namespace());
        resource.put("name", key.name());
        line.put("resource", resource);
    }

    private void put(DriftRecord drift) {
        put(drift.resource());
        line.put("kinds", drift.kinds());
        line.put(
                "fields", drift.diff().fields().stream().map(MonitorLine::field).toList());
        line.put(
                "by", Map.of("who", lowerCase(drift.by()), "manager", drift.by().manager()));
        line.put("action", drift.action().name().toLowerCase(Locale.ROOT));
        line.put("firstSeen", drift.firstSeen().toString());
        line.put("lastSeen", drift.lastSeen().toString());
        line.put("count", drift.count());
    }

    private static Map<String, Object> field(FieldDiff field) {
        Map<String, Object> answer = DiffAnswer.json(field);
        answer.put("time", field.time() == null ? null : field.time().toString());
        answer.put("addition", field.addition());
        return answer;
    }

    /** {@code jenkins-build} of {@link Attribution.JenkinsBuild}. */
    private static String lowerCase(Object value) {
        String name = value.getClass().getSimpleName();
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
