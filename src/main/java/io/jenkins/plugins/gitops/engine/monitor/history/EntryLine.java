package io.jenkins.plugins.gitops.engine.monitor.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A {@link HistoryEntry} as one line of JSON, with the names that {@code gitops monitor} prints. */
final class EntryLine {
    private static final JsonMapper JSON = new JsonMapper();

    private EntryLine() {}

    static String write(HistoryEntry entry) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", entry.event());
        line.put("time", entry.time().toString());
        line.put("repository", entry.place().repository());
        line.put("application", entry.place().application());
        line.put("environment", entry.place().environment());
        line.put("cluster", entry.place().cluster());
        entry.resource().ifPresent(key -> line.put("resource", resource(key)));
        line.put("kinds", entry.kinds());
        line.put("fields", entry.fields());
        line.put("since", entry.since().toString());
        line.put("by", by(entry));
        line.put("action", entry.action());
        line.put("healed", entry.healed());
        line.put("text", entry.text());
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts that are no JSON", e);
        }
    }

    private static Map<String, Object> by(HistoryEntry entry) {
        Map<String, Object> by = new LinkedHashMap<>();
        by.put("who", entry.who());
        by.put("manager", entry.manager());
        return by;
    }

    private static Map<String, Object> resource(ResourceKey key) {
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("group", key.group());
        resource.put("kind", key.kind());
        resource.put("namespace", key.namespace());
        resource.put("name", key.name());
        return resource;
    }

    /** What a line says; empty where it says nothing that is known. */
    static Optional<HistoryEntry> read(String text) {
        try {
            JsonNode line = JSON.readTree(text);
            JsonNode resource = line.path("resource");
            MonitoredPlace place = new MonitoredPlace(
                    text(line, "repository"),
                    text(line, "application"),
                    text(line, "environment"),
                    text(line, "cluster"));
            return Optional.of(new HistoryEntry(
                    Instant.parse(text(line, "time")),
                    text(line, "event"),
                    place,
                    resource.isObject() ? Optional.of(key(resource)) : Optional.empty(),
                    texts(line.path("kinds")),
                    texts(line.path("fields")),
                    Instant.parse(text(line, "since")),
                    text(line.path("by"), "who"),
                    text(line.path("by"), "manager"),
                    text(line, "action"),
                    line.path("healed").asBoolean(),
                    text(line, "text")));
        } catch (JsonProcessingException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ResourceKey key(JsonNode resource) {
        return new ResourceKey(
                text(resource, "group"), text(resource, "kind"), text(resource, "namespace"), text(resource, "name"));
    }

    private static String text(JsonNode object, String name) {
        return object.path(name).asText("");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText("")));
        return texts;
    }
}
