package io.jenkins.plugins.gitops.cli.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Copies of JSON values that share nothing. */
final class Copies {

    private Copies() {}

    static Map<String, Object> of(Map<String, Object> object) {
        Map<String, Object> copy = new LinkedHashMap<>();
        object.forEach((field, value) -> copy.put(field, value(value)));
        return copy;
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            return of(Fields.cast(map));
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>();
            list.forEach(element -> copy.add(value(element)));
            return copy;
        }
        return value;
    }
}
