package io.jenkins.plugins.gitops.engine.yaml;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** A node of a YAML document as it is written, with the place it is written at. */
public sealed interface YamlNode {

    /** Where it is written. */
    Span span();

    /** The node that it stands for: itself, or what an alias points to. */
    default YamlNode target() {
        return this;
    }

    /** Line and column of its first character. */
    default Position position() {
        return span().position();
    }

    /** What it is, with its value: for messages about files that hold no secrets. */
    String describe();

    /** The kind of thing it is, for messages about any file: a Secret's value must not get into a build's log. */
    default String kind() {
        return describe();
    }

    /**
     * The characters a node takes, anchor and tag included.
     *
     * @param start the first, in code points from the start of the text
     * @param end behind the last
     * @param position the first, as an editor counts
     */
    record Span(int start, int end, Position position) {}

    /**
     * A scalar.
     *
     * @param text its value before a type is read into it
     * @param style how it is quoted
     * @param tag the tag written in front of it, or null
     * @param anchor the anchor written in front of it, or null
     */
    record Scalar(
            Span span,
            String text,
            ScalarStyle style,
            @CheckForNull String tag,
            @CheckForNull String anchor) implements YamlNode {

        /** The value as Kubernetes reads it: a string, number, boolean or null. */
        @CheckForNull
        public Object value() {
            return ScalarTypes.value(this);
        }

        boolean plain() {
            return style == ScalarStyle.PLAIN;
        }

        boolean merge() {
            return plain() && tag == null && text.equals("<<");
        }

        @Override
        public String describe() {
            Object value = value();
            if (value instanceof String) {
                String shown = text.length() > 60 ? text.substring(0, text.offsetByCodePoints(0, 40)) + "…" : text;
                return "'" + shown.replace("\n", "\\n").replace("\r", "\\r") + "'";
            }
            return value == null ? "nothing" : value instanceof Number ? "the number " + text : text;
        }

        @Override
        public String kind() {
            Object value = value();
            return value instanceof String
                    ? "a text"
                    : value instanceof Number ? "a number" : value == null ? "nothing" : "true or false";
        }
    }

    /**
     * A map.
     *
     * @param entries as written, merge keys included
     * @param flow whether it is written in braces
     * @param anchor the anchor written in front of it, or null
     */
    record Mapping(
            Span span,
            List<Entry> entries,
            boolean flow,
            @CheckForNull String anchor) implements YamlNode {

        public Mapping {
            entries = List.copyOf(entries);
        }

        /**
         * The entries by key with merge keys followed. As in Kubernetes's reader (go-yaml v2), a merge stands over the
         * entries written above it, and the entries below stand over the merge.
         */
        public Map<String, Entry> effective() {
            Map<String, Entry> effective = new LinkedHashMap<>();
            for (Entry entry : entries) {
                if (!entry.merge()) {
                    effective.put(entry.name(), entry);
                    continue;
                }
                Map<String, Entry> merged = new LinkedHashMap<>();
                merged(entry.value()).forEach(map -> map.effective().forEach(merged::putIfAbsent));
                effective.putAll(merged);
            }
            return effective;
        }

        private static List<Mapping> merged(YamlNode value) {
            List<YamlNode> parts = value.target() instanceof Sequence list ? list.items() : List.of(value);
            return parts.stream().map(YamlNode::target).map(Mapping.class::cast).toList();
        }

        @Override
        public String describe() {
            return "a map";
        }
    }

    /**
     * An entry of a map.
     *
     * @param key the key; anything but a scalar is refused
     * @param value the value
     */
    record Entry(Scalar key, YamlNode value) {

        /** The key as Kubernetes reads it: {@code 1}, {@code true} and {@code on} are keys of these names. */
        public String name() {
            return ScalarTypes.key(key);
        }

        boolean merge() {
            return key.merge();
        }
    }

    /**
     * A list.
     *
     * @param flow whether it is written in brackets
     * @param anchor the anchor written in front of it, or null
     */
    record Sequence(
            Span span,
            List<YamlNode> items,
            boolean flow,
            @CheckForNull String anchor) implements YamlNode {

        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String describe() {
            return "a list";
        }
    }

    /**
     * An alias.
     *
     * @param anchor the name of the anchor it points to
     * @param target what stands at the anchor
     */
    record Alias(Span span, String anchor, YamlNode target) implements YamlNode {

        @Override
        public String describe() {
            return target.describe();
        }

        @Override
        public String kind() {
            return target.kind();
        }
    }
}
