package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Places of a tree that are to go, and the values without them. */
final class JqRemoval {
    private final JsonNode root;
    private final Map<JsonNode, Set<Object>> places = new IdentityHashMap<>();

    JqRemoval(JsonNode root) {
        this.root = root;
    }

    /** Marks a path as jq writes it; one that leads nowhere marks nothing. */
    void mark(JsonNode path) {
        JsonNode parent = root;
        for (int i = 0; i < path.size(); i++) {
            JsonNode step = path.get(i);
            Object key = step.isIntegralNumber() && parent.isArray()
                    ? step.intValue() < 0 ? parent.size() + step.intValue() : step.intValue()
                    : step.asText();
            JsonNode child = key instanceof Integer index ? parent.get(index) : parent.get((String) key);
            if (child == null) {
                return;
            }
            if (i == path.size() - 1) {
                places.computeIfAbsent(parent, any -> new HashSet<>()).add(key);
            }
            parent = child;
        }
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** The values that the tree was made of, without the marked places. */
    Object from(Object value) {
        return from(value, root);
    }

    private Object from(Object value, JsonNode node) {
        Set<Object> gone = places.getOrDefault(node, Set.of());
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> rest = new LinkedHashMap<>();
            map.forEach((key, item) -> {
                if (!gone.contains(key)) {
                    rest.put(key, from(item, node.get(String.valueOf(key))));
                }
            });
            return rest;
        }
        if (value instanceof List<?> list) {
            List<Object> rest = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                if (!gone.contains(i)) {
                    rest.add(from(list.get(i), node.get(i)));
                }
            }
            return rest;
        }
        return value;
    }
}
