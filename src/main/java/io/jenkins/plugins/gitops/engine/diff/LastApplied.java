package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;

/** What kubectl's client-side apply was last told, from its annotation; not read before it is asked for. */
final class LastApplied {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Resource live;
    private Map<String, Object> content;

    LastApplied(Resource live) {
        this.live = live;
    }

    /** Whether it held a value at the place. */
    boolean has(Place place) {
        if (content == null) {
            content = read();
        }
        Object value = content;
        for (Place step : place.way()) {
            value = child(value, step);
            if (value == null) {
                return false;
            }
        }
        return true;
    }

    private static Object child(Object value, Place step) {
        if (value instanceof Map<?, ?> map) {
            return map.get(step.step());
        }
        if (!(value instanceof List<?> list)) {
            return null;
        }
        if (!step.keys().isEmpty()) {
            return list.stream()
                    .filter(candidate -> KeyedList.sameKeys(step.keys(), candidate, step.element()))
                    .findFirst()
                    .orElse(null);
        }
        if (!(step.element() instanceof Map)) {
            return list.contains(step.element()) ? step.element() : null;
        }
        int index = Integer.parseInt(step.step());
        return index < list.size() ? list.get(index) : null;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> read() {
        String text = live.annotation(Bookkeeping.LAST_APPLIED).orElse("");
        if (text.isEmpty()) {
            return Map.of();
        }
        try {
            return NormalForm.of(Resource.of(JSON.readValue(text, Map.class))).content();
        } catch (JsonProcessingException unreadable) {
            return Map.of(); // Argo CD: two-way where the annotation cannot be read
        }
    }
}
