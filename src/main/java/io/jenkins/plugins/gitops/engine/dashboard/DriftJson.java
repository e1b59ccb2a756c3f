package io.jenkins.plugins.gitops.engine.dashboard;

import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** A drift as maps, lists and texts, ready to be written as JSON. Values of Secrets are masked where they were compared. */
public final class DriftJson {
    private DriftJson() {}

    /** All of a drift, its fields included. */
    public static Map<String, Object> of(DriftRecord drift) {
        Map<String, Object> json = summary(drift);
        json.putAll(details(drift));
        return json;
    }

    /** A resource as {@code Kind.group/namespace/name}, without what it does not have. */
    public static String resource(ResourceKey key) {
        return key.kind() + (key.group().isEmpty() ? "" : "." + key.group()) + "/"
                + (key.namespace().isEmpty() ? "" : key.namespace() + "/") + key.name();
    }

    /** A drift without its fields. */
    public static Map<String, Object> summary(DriftRecord drift) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("resource", resource(drift.resource()));
        json.put("change", word(drift.diff().change()));
        json.put("kinds", drift.kinds());
        json.put("action", word(drift.action()));
        json.put("who", drift.by().who());
        json.put("manager", drift.by().manager());
        json.put("firstSeen", drift.firstSeen().toString());
        json.put("lastSeen", drift.lastSeen().toString());
        json.put("count", drift.count());
        return json;
    }

    static Map<String, Object> details(DriftRecord drift) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", drift.diff().reason());
        json.put("fields", drift.diff().fields().stream().map(DriftJson::field).toList());
        return json;
    }

    private static Map<String, Object> field(FieldDiff field) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("path", field.path());
        json.put("desired", field.desired());
        json.put("live", field.live());
        json.put("manager", field.manager());
        json.put("time", Objects.toString(field.time(), null));
        json.put("addition", field.addition());
        return json;
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
