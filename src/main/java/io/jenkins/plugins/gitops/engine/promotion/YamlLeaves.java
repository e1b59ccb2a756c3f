package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The scalars of a YAML file by where they stand. Entries of a list are found by their name where they have one, and
 * documents by the object they declare, so that an insertion elsewhere moves nothing.
 */
record YamlLeaves(Map<String, Object> values) {
    private static final SafeYaml YAML = new SafeYaml(YamlLimits.MANIFESTS);

    /** The leaves of a file, or empty where it is no YAML. An empty file has none. */
    static Optional<YamlLeaves> read(String file, byte[] content) {
        String name = file.toLowerCase(Locale.ROOT);
        if (!name.endsWith(".yaml") && !name.endsWith(".yml") && !name.endsWith(".json")) {
            return Optional.empty();
        }
        Map<String, Object> values = new HashMap<>();
        try {
            int index = 0;
            for (SafeYaml.Document document : YAML.load(file, content)) {
                add(values, documentName(document.value(), index++), document.value());
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(new YamlLeaves(values));
    }

    /** Whether every scalar that changed between two files has its new value, or is gone, here. */
    boolean include(YamlLeaves before, YamlLeaves after) {
        for (Map.Entry<String, Object> leaf : after.values.entrySet()) {
            boolean changed = !before.values.containsKey(leaf.getKey())
                    || !Objects.equals(before.values.get(leaf.getKey()), leaf.getValue());
            if (changed && !has(leaf.getKey(), leaf.getValue())) {
                return false;
            }
        }
        return before.values.keySet().stream()
                .noneMatch(path -> !after.values.containsKey(path) && values.containsKey(path));
    }

    private boolean has(String path, Object value) {
        return values.containsKey(path) && Objects.equals(values.get(path), value);
    }

    private static void add(Map<String, Object> values, String path, Object value) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((step, child) -> add(values, path + "\0" + step, child));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                add(values, path + "\0" + elementName(list.get(i), i), list.get(i));
            }
        } else {
            values.put(path, value);
        }
    }

    private static String elementName(Object element, int index) {
        return element instanceof Map<?, ?> map && map.get("name") instanceof String name
                ? "[name=" + name + "]"
                : "[" + index + "]";
    }

    private static String documentName(Object document, int index) {
        if (document instanceof Map<?, ?> map
                && map.get("kind") instanceof String kind
                && map.get("metadata") instanceof Map<?, ?> metadata) {
            return map.get("apiVersion") + "/" + kind + "/" + metadata.get("namespace") + "/" + metadata.get("name");
        }
        return "#" + index;
    }
}
