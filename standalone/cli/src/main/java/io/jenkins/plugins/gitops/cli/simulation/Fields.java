package io.jenkins.plugins.gitops.cli.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Sets of fields in the form of {@code managedFields[].fieldsV1} (Kubernetes: "FieldsV1"): {@code f:} a field, {@code
 * k:} an entry of a list by its key, {@code .} the entry itself. A leaf is an empty map.
 */
final class Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Fields() {}

    /** The fields of an object that can have an owner. */
    static Map<String, Object> of(Map<String, Object> object) {
        Map<String, Object> owned = new LinkedHashMap<>(object);
        owned.keySet().removeAll(List.of("apiVersion", "kind", "status"));
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (String part : List.of("labels", "annotations")) {
            if (child(object, "metadata").get(part) != null) {
                metadata.put(part, child(object, "metadata").get(part));
            }
        }
        owned.put("metadata", metadata);
        return set(owned);
    }

    /** The fields of one object whose value is not the same in another. */
    static Map<String, Object> changed(Map<String, Object> before, Map<String, Object> after) {
        Map<String, Object> changed = new LinkedHashMap<>();
        of(after).forEach((step, rest) -> collectChanged(step, cast(rest), before, after, changed));
        return changed;
    }

    private static void collectChanged(
            String step, Map<String, Object> rest, Object before, Object after, Map<String, Object> into) {
        Object old = Step.get(before, step);
        Object now = Step.get(after, step);
        if (rest.isEmpty()) {
            if (!Objects.equals(old, now)) {
                into.put(step, new LinkedHashMap<>());
            }
            return;
        }
        Map<String, Object> below = new LinkedHashMap<>();
        rest.forEach((next, more) -> {
            if (next.equals(".")) {
                if (old == null) {
                    below.put(".", new LinkedHashMap<>());
                }
            } else {
                collectChanged(next, cast(more), old, now, below);
            }
        });
        if (!below.isEmpty()) {
            into.put(step, below);
        }
    }

    /** What is in the first set and not in the second. */
    static Map<String, Object> minus(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> rest = new LinkedHashMap<>();
        first.forEach((step, below) -> {
            if (!second.containsKey(step)) {
                rest.put(step, below);
            } else if (!cast(below).isEmpty() && !cast(second.get(step)).isEmpty()) {
                Map<String, Object> deeper = minus(cast(below), cast(second.get(step)));
                if (!deeper.isEmpty()) {
                    rest.put(step, deeper);
                }
            }
        });
        return rest;
    }

    /** What is in both sets. */
    static Map<String, Object> both(Map<String, Object> first, Map<String, Object> second) {
        return minus(first, minus(first, second));
    }

    /** What is in either set. */
    static Map<String, Object> union(Map<String, Object> first, Map<String, Object> second) {
        Map<String, Object> all = new LinkedHashMap<>(first);
        second.forEach((step, below) -> all.merge(step, below, (one, other) -> union(cast(one), cast(other))));
        return all;
    }

    private static Map<String, Object> set(Object value) {
        Map<String, Object> set = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((field, child) -> set.put("f:" + field, set(child)));
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                List<String> keys = mergeKeys(element);
                if (keys.isEmpty()) {
                    return Map.of();
                }
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put(".", new LinkedHashMap<>());
                entry.putAll(set(element));
                set.put("k:" + key(element), entry);
            }
        }
        return set;
    }

    /** The key of a list's entry, as JSON; empty for a list that is one value. */
    static String key(Object element) {
        Map<String, Object> key = new TreeMap<>();
        mergeKeys(element).forEach(field -> key.put(field, cast(element).get(field)));
        try {
            return key.isEmpty() ? "" : JSON.writeValueAsString(key);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Kubernetes: the list map keys of containers, environment, volumes, mounts and ports. */
    private static List<String> mergeKeys(Object element) {
        if (!(element instanceof Map<?, ?> map)) {
            return List.of();
        }
        List<String> keys = new ArrayList<>();
        if (map.containsKey("containerPort")) {
            keys.addAll(List.of("containerPort", "protocol"));
        } else if (map.containsKey("port")) {
            keys.addAll(List.of("port", "protocol"));
        } else if (map.containsKey("mountPath")) {
            keys.add("mountPath");
        } else if (map.containsKey("name")) {
            keys.add("name");
        }
        return keys;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> cast(Object value) {
        return (Map<String, Object>) value;
    }

    static Map<String, Object> child(Map<String, Object> map, String field) {
        return map.get(field) instanceof Map<?, ?> child ? cast(child) : new LinkedHashMap<>();
    }
}
