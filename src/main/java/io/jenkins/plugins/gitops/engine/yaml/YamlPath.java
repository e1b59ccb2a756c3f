package io.jenkins.plugins.gitops.engine.yaml;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A path into a YAML file, such as {@code image.tag}, {@code spec.containers[0].image} or
 * {@code containers[name=web].image}.
 *
 * <ul>
 *   <li>Keys are separated by dots. A key that holds a dot, a bracket or a backslash has a backslash before it, or is
 *       written in brackets and quotes: {@code annotations.example\.com/owner} or {@code annotations["example.com/owner"]}.
 *   <li>{@code [2]} is the third item of a list, {@code [-1]} the last one.
 *   <li>{@code [key=value]} is the one item of a list that is a map with that value; {@code key} may be a path of keys,
 *       and {@code value} may be quoted.
 *   <li>In a file of several documents, {@code [1]} or {@code [kind=Deployment]} in front chooses the document.
 * </ul>
 */
public record YamlPath(List<Step> steps) {

    public YamlPath {
        steps = List.copyOf(steps);
    }

    /** A step of a path. */
    public sealed interface Step {}

    /** The entry of a map. */
    public record Key(String name) implements Step {

        /** As it is written in a path. */
        @Override
        public String toString() {
            return name.isEmpty() ? "[\"\"]" : escaped(name);
        }
    }

    /** An item of a list, from 0; negative from its end. */
    public record Index(int index) implements Step {

        /** As it is written in a path. */
        @Override
        public String toString() {
            return "[" + index + "]";
        }
    }

    /** The one item of a list where a value stands below some keys. */
    public record Match(List<String> keys, String value) implements Step {

        public Match {
            keys = List.copyOf(keys);
        }

        /** As it is written in a path. */
        @Override
        public String toString() {
            String path = keys.stream()
                    .map(key -> key.isEmpty() ? "\"\"" : escaped(key))
                    .collect(Collectors.joining("."));
            return "[" + path + "=\"" + value.replaceAll("[\\\\\"]", "\\\\$0") + "\"]";
        }
    }

    private static String escaped(String key) {
        return key.replaceAll("[\\\\.=\"'\\[\\]]", "\\\\$0");
    }

    /** A path of keys alone. */
    public static YamlPath of(String... keys) {
        return new YamlPath(Stream.of(keys).map(key -> (Step) new Key(key)).toList());
    }

    /**
     * Reads a path.
     *
     * @throws IllegalArgumentException where it is none, naming the column
     */
    public static YamlPath parse(String text) {
        return new YamlPathParser(text).path();
    }

    /** This path and a further key. */
    public YamlPath then(String key) {
        return plus(new Key(key));
    }

    /** This path and a further step. */
    public YamlPath plus(Step step) {
        return new YamlPath(Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    /** The path as {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            String written = step.toString();
            text.append(text.isEmpty() || written.startsWith("[") ? "" : ".").append(written);
        }
        return text.toString();
    }
}
