package io.jenkins.plugins.gitops.engine.resource;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A place in a tree of values, as RFC 6901 writes it: {@code /metadata/annotations/example.com~1owner}.
 *
 * @param steps keys and list indexes from the root, unescaped; empty for the root itself
 */
public record JsonPointer(List<String> steps) {

    /** The whole tree. */
    public static final JsonPointer ROOT = new JsonPointer(List.of());

    public JsonPointer {
        steps = List.copyOf(steps);
    }

    /**
     * Reads a pointer.
     *
     * @throws IllegalArgumentException where the text is no pointer: it is not empty and does not start with a slash,
     *     or holds a {@code ~} that starts neither {@code ~0} nor {@code ~1}
     */
    public static JsonPointer parse(String text) {
        if (text.isEmpty()) {
            return ROOT;
        }
        if (text.charAt(0) != '/') {
            throw new IllegalArgumentException("'" + text + "' is no JSON pointer: it must start with '/'");
        }
        List<String> steps = new ArrayList<>();
        for (String step : text.substring(1).split("/", -1)) {
            if (step.replace("~0", "").replace("~1", "").indexOf('~') >= 0) {
                throw new IllegalArgumentException(
                        "'" + text + "' is no JSON pointer: '~' must be written as '~0', '/' in a key as '~1'");
            }
            steps.add(step.replace("~1", "/").replace("~0", "~"));
        }
        return new JsonPointer(steps);
    }

    /** One step as it stands in a pointer's text. */
    public static String escape(String step) {
        return step.indexOf('~') < 0 && step.indexOf('/') < 0
                ? step
                : step.replace("~", "~0").replace("/", "~1");
    }

    /** The value at this place, or null where there is none. */
    @CheckForNull
    public Object in(@CheckForNull Object tree) {
        Object value = tree;
        for (String step : steps) {
            value = child(value, step);
        }
        return value;
    }

    /** A copy of the tree without this place, sharing all else; the same tree where the place does not exist. */
    @CheckForNull
    public Object removeFrom(@CheckForNull Object tree) {
        return steps.isEmpty() ? null : remove(tree, 0);
    }

    private Object remove(Object tree, int depth) {
        String step = steps.get(depth);
        boolean last = depth == steps.size() - 1;
        if (tree instanceof Map<?, ?> map) {
            if (!map.containsKey(step)) {
                return tree;
            }
            Object kept = last ? null : remove(map.get(step), depth + 1);
            if (!last && kept == map.get(step)) {
                return tree;
            }
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            if (last) {
                copy.remove(step);
            } else {
                copy.put(step, kept);
            }
            return copy;
        }
        if (tree instanceof List<?> list) {
            int index = index(step, list);
            if (index < 0) {
                return tree;
            }
            Object kept = last ? null : remove(list.get(index), depth + 1);
            if (!last && kept == list.get(index)) {
                return tree;
            }
            List<Object> copy = new ArrayList<>(list);
            if (last) {
                copy.remove(index);
            } else {
                copy.set(index, kept);
            }
            return copy;
        }
        return tree;
    }

    private static Object child(Object value, String step) {
        if (value instanceof Map<?, ?> map) {
            return map.get(step);
        }
        if (value instanceof List<?> list) {
            int index = index(step, list);
            return index < 0 ? null : list.get(index);
        }
        return null;
    }

    /** The index a step means in a list, or -1: RFC 6901 allows neither signs nor leading zeros. */
    private static int index(String step, List<?> list) {
        if (!step.matches("0|[1-9][0-9]{0,8}")) {
            return -1;
        }
        int index = Integer.parseInt(step);
        return index < list.size() ? index : -1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            text.append('/').append(escape(step));
        }
        return text.toString();
    }
}
