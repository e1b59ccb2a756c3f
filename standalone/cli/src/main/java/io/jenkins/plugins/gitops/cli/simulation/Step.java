package io.jenkins.plugins.gitops.cli.simulation;

import java.util.List;
import java.util.Map;

/** One step of a field set, taken on a value. */
final class Step {

    private Step() {}

    /** The value below a step ({@code f:name} or {@code k:{...}}), or null. */
    static Object get(Object value, String step) {
        if (step.startsWith("f:") && value instanceof Map<?, ?> map) {
            return map.get(step.substring(2));
        }
        if (step.startsWith("k:") && value instanceof List<?> list) {
            String key = step.substring(2);
            return list.stream()
                    .filter(element -> Fields.key(element).equals(key))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    /** Removes the value below a step. */
    static void remove(Object value, String step) {
        if (step.startsWith("f:") && value instanceof Map<?, ?> map) {
            map.remove(step.substring(2));
        } else if (step.startsWith("k:") && value instanceof List<?> list) {
            list.removeIf(element -> Fields.key(element).equals(step.substring(2)));
        }
    }
}
