package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Lists whose elements are told apart by some of their fields, such as containers by name (Kubernetes: list-map-keys). */
final class KeyedList {
    /** The one key that may be left out: of a port. */
    private static final String PROTOCOL = "protocol";

    private static final String DEFAULT_PROTOCOL = "TCP";

    private KeyedList() {}

    /** Whether every element is an object with all keys, and no two have the same. */
    static boolean isKeyed(List<String> keys, List<?> list) {
        if (keys.isEmpty()) {
            return false;
        }
        Set<Object> seen = list.size() > 1 ? new HashSet<>() : null;
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                return false;
            }
            Object identity = keys.size() == 1
                    ? key(keys.get(0), map)
                    : keys.stream().map(key -> String.valueOf(key(key, map))).toList();
            if (identity == null || seen != null && !seen.add(identity)) {
                return false;
            }
        }
        return true;
    }

    static boolean sameKeys(List<String> keys, @CheckForNull Object one, @CheckForNull Object other) {
        if (!(one instanceof Map<?, ?> left) || !(other instanceof Map<?, ?> right)) {
            return false;
        }
        for (String key : keys) {
            Object a = key(key, left);
            Object b = key(key, right);
            if (!(Objects.equals(a, b) || a != null && b != null && Scalar.PLAIN.same(a, b))) {
                return false;
            }
        }
        return true;
    }

    /** Where in the list the same element stands, tried first at the index it is most likely to have; -1: nowhere. */
    static int find(List<String> keys, List<?> list, Object element, int likely) {
        if (likely < list.size() && sameKeys(keys, list.get(likely), element)) {
            return likely;
        }
        for (int index = 0; index < list.size(); index++) {
            if (sameKeys(keys, list.get(index), element)) {
                return index;
            }
        }
        return -1;
    }

    private static Object key(String key, Map<?, ?> element) {
        Object value = element.get(key);
        return value == null && key.equals(PROTOCOL) ? DEFAULT_PROTOCOL : value;
    }
}
