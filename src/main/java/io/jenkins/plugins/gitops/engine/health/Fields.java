package io.jenkins.plugins.gitops.engine.health;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Strict reading of a part of an object: what is absent or null is empty, what has another type than expected is an
 * {@link UnreadableField}, where Argo CD and kstatus fail to decode the object.
 */
final class Fields {
    private final Map<?, ?> content;
    private final String path;

    private Fields(Map<?, ?> content, String path) {
        this.content = content;
        this.path = path;
    }

    static Fields of(Map<String, Object> content) {
        return new Fields(content, "");
    }

    /** A map inside; empty fields where there is none. */
    Fields in(String name) {
        Object value = content.get(name);
        return value == null ? new Fields(Map.of(), path(name)) : ofValue(value, path(name));
    }

    boolean has(String name) {
        return content.get(name) != null;
    }

    String text(String name) {
        Object value = content.get(name);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw unreadable(name, "a string", value);
    }

    long number(String name) {
        return optionalNumber(name).orElse(0);
    }

    OptionalLong optionalNumber(String name) {
        Object value = content.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Number number) {
            return OptionalLong.of(number.longValue());
        }
        throw unreadable(name, "a number", value);
    }

    boolean flag(String name) {
        Object value = content.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw unreadable(name, "true or false", value);
    }

    /** The maps of a list; empty where there is none. */
    List<Fields> list(String name) {
        Object value = content.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(item -> ofValue(item, path(name))).toList();
        }
        throw unreadable(name, "a list", value);
    }

    private static Fields ofValue(@CheckForNull Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            return new Fields(map, path);
        }
        throw new UnreadableField(path + " is " + typeOf(value) + ", expected a map");
    }

    private UnreadableField unreadable(String name, String expected, Object found) {
        return new UnreadableField(path(name) + " is " + typeOf(found) + ", expected " + expected);
    }

    private String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String typeOf(@CheckForNull Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String) {
            return "a string";
        }
        if (value instanceof Number) {
            return "a number";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        return value instanceof List<?> ? "a list" : "a map";
    }
}
