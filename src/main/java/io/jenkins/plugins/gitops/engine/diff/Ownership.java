package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who wrote which field of a live object, from its managedFields (fieldsV1: {@code f:} a field, {@code k:} a list element
 * by its keys, {@code v:} a list element by its value, {@code i:} by its index). Nothing is read before it is asked for.
 */
final class Ownership {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<FieldOwner> LATEST =
            Comparator.comparing(owner -> owner.time().orElse(Instant.MIN));

    private final Resource live;

    Ownership(Resource live) {
        this.live = live;
    }

    /** Whether the object came with its managedFields; kubectl leaves them out where it is not told otherwise. */
    boolean isRecorded() {
        return !live.list("metadata", "managedFields").isEmpty();
    }

    /** Everybody who owns the place, or something below it, or an atomic list around it. */
    List<FieldOwner> owners(Place place) {
        List<Object> entries = live.list("metadata", "managedFields");
        if (entries.isEmpty()) {
            return List.of();
        }
        List<Place> way = place.way();
        List<FieldOwner> owners = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> map && map.get("fieldsV1") instanceof Map<?, ?> fields) {
                Optional<Boolean> wholeList = owned(fields, way);
                wholeList.ifPresent(atomic -> owners.add(owner(map, atomic)));
            }
        }
        return owners;
    }

    /** Who wrote last. */
    static Optional<FieldOwner> latest(List<FieldOwner> owners) {
        return owners.stream().max(LATEST);
    }

    /** The keys that tell the elements of a list apart, where managedFields show that it has such. */
    List<String> keys(Place list) {
        List<Place> way = list.way();
        for (Object entry : live.list("metadata", "managedFields")) {
            if (entry instanceof Map<?, ?> map && map.get("fieldsV1") instanceof Map<?, ?> fields) {
                Map<?, ?> node = node(fields, way);
                for (Object name : node == null ? Set.of() : node.keySet()) {
                    if (name instanceof String text && text.startsWith("k:")) {
                        return List.copyOf(keysOf(text).keySet());
                    }
                }
            }
        }
        return List.of();
    }

    /** Empty: not owned; true: only through an atomic list or map around the place. */
    private static Optional<Boolean> owned(Map<?, ?> fields, List<Place> way) {
        Map<?, ?> node = fields;
        for (Place step : way) {
            if (node.isEmpty()) {
                return Optional.of(true);
            }
            node = child(node, step);
            if (node == null) {
                return Optional.empty();
            }
        }
        return Optional.of(false);
    }

    @CheckForNull
    private static Map<?, ?> node(Map<?, ?> fields, List<Place> way) {
        Map<?, ?> node = fields;
        for (Place step : way) {
            node = child(node, step);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    @CheckForNull
    private static Map<?, ?> child(Map<?, ?> node, Place step) {
        if (step.element() == null) {
            return node.get("f:" + step.step()) instanceof Map<?, ?> child ? child : null;
        }
        for (Map.Entry<?, ?> entry : node.entrySet()) {
            if (entry.getKey() instanceof String name
                    && entry.getValue() instanceof Map<?, ?> child
                    && names(name, step)) {
                return child;
            }
        }
        return null;
    }

    private static boolean names(String name, Place step) {
        if (name.startsWith("k:")) {
            return step.element() instanceof Map<?, ?> element
                    && keysOf(name).entrySet().stream()
                            .allMatch(key -> sameKey(key.getValue(), element.get(key.getKey())));
        }
        if (name.startsWith("v:")) {
            return sameKey(read(name, Object.class), step.element());
        }
        return name.equals("i:" + step.step());
    }

    /** An element may leave a key's default value out, such as a port's protocol. */
    private static boolean sameKey(@CheckForNull Object key, @CheckForNull Object value) {
        return value == null ? "TCP".equals(key) : key != null && Scalar.PLAIN.same(key, value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> keysOf(String name) {
        return read(name, Map.class) instanceof Map<?, ?> keys ? (Map<String, Object>) keys : Map.of();
    }

    @CheckForNull
    private static <T> T read(String name, Class<T> type) {
        try {
            return JSON.readValue(name.substring(2), type);
        } catch (JsonProcessingException unreadable) {
            return null; // an entry nobody can read owns nothing
        }
    }

    private static FieldOwner owner(Map<?, ?> entry, boolean wholeList) {
        return new FieldOwner(
                text(entry, "manager"),
                text(entry, "operation").equals("Apply"),
                text(entry, "subresource"),
                time(text(entry, "time")),
                wholeList);
    }

    private static String text(Map<?, ?> entry, String name) {
        return entry.get(name) instanceof String text ? text : "";
    }

    private static Optional<Instant> time(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
