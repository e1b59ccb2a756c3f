package io.jenkins.plugins.gitops.engine.resource;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A Kubernetes object as the tree of values its JSON is: {@link Map}, {@link List}, {@link String}, {@link Number},
 * {@link Boolean} and null. Never modified after construction; {@link #with} and {@link #without} make changed copies
 * that share what did not change.
 *
 * @param content the whole object
 * @param origin where it was read, for messages: {@code file:line}, or empty
 */
public record Resource(Map<String, Object> content, String origin) {

    public Resource {
        Objects.requireNonNull(content);
        Objects.requireNonNull(origin);
    }

    /** An object read from nowhere in particular, such as an API server's answer. */
    public static Resource of(Map<String, Object> content) {
        return new Resource(content, "");
    }

    public String apiVersion() {
        return text("apiVersion");
    }

    public String kind() {
        return text("kind");
    }

    /** The API group, empty for the core group. */
    public String group() {
        String apiVersion = apiVersion();
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    public String version() {
        String apiVersion = apiVersion();
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    public String name() {
        return text("metadata", "name");
    }

    /** The namespace, empty where none is written. */
    public String namespace() {
        return text("metadata", "namespace");
    }

    public ResourceKey key() {
        return new ResourceKey(group(), kind(), namespace(), name());
    }

    public Map<String, Object> labels() {
        return map("metadata", "labels");
    }

    public Map<String, Object> annotations() {
        return map("metadata", "annotations");
    }

    /** An annotation's value, where it is there and a string. */
    public Optional<String> annotation(String annotation) {
        return Optional.ofNullable(annotations().get(annotation) instanceof String value ? value : null);
    }

    /** The value at a path of keys, or null. Lists are not entered. */
    @CheckForNull
    public Object at(String... path) {
        Object value = content;
        for (String step : path) {
            if (!(value instanceof Map<?, ?> map)) {
                return null;
            }
            value = map.get(step);
        }
        return value;
    }

    /** The string at a path, empty where there is none. */
    public String text(String... path) {
        return at(path) instanceof String value ? value : "";
    }

    /** The whole number at a path, or the given one where there is none. */
    public long number(long otherwise, String... path) {
        return at(path) instanceof Number value ? value.longValue() : otherwise;
    }

    /** The map at a path, empty where there is none. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String... path) {
        return at(path) instanceof Map<?, ?> value ? (Map<String, Object>) value : Map.of();
    }

    /** The list at a path, empty where there is none. */
    @SuppressWarnings("unchecked")
    public List<Object> list(String... path) {
        return at(path) instanceof List<?> value ? (List<Object>) value : List.of();
    }

    /** A copy with the value at a path set, the maps on the way made where they are missing. */
    public Resource with(@CheckForNull Object value, String... path) {
        return new Resource(set(content, value, path, 0), origin);
    }

    /** A copy without the value at a path. */
    public Resource without(String... path) {
        return at(path) == null ? this : new Resource(remove(content, path, 0), origin);
    }

    private static Map<String, Object> set(Map<String, Object> map, Object value, String[] path, int index) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        if (index == path.length - 1) {
            copy.put(path[index], value);
        } else {
            copy.put(path[index], set(child(map, path[index]), value, path, index + 1));
        }
        return copy;
    }

    private static Map<String, Object> remove(Map<String, Object> map, String[] path, int index) {
        Map<String, Object> copy = new LinkedHashMap<>(map);
        if (index == path.length - 1) {
            copy.remove(path[index]);
        } else {
            copy.put(path[index], remove(child(map, path[index]), path, index + 1));
        }
        return copy;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(Map<String, Object> map, String step) {
        return map.get(step) instanceof Map<?, ?> child ? (Map<String, Object>) child : new HashMap<>();
    }

    /** The identity alone: the content may hold a Secret's values. */
    @Override
    public String toString() {
        return key() + (origin.isEmpty() ? "" : " (" + origin + ")");
    }
}
