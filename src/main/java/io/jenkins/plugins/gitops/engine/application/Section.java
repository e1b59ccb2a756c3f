package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A map of a {@code gitops.yaml}, read key by key. What is not as it should be becomes a mistake and is read as if it
 * were not there, so that reading goes on; {@link #close} makes mistakes of the keys that nobody asked for.
 */
final class Section {
    private final String file;
    private final YamlNode at;
    private final Map<String, Entry> entries;
    private final Mistakes mistakes;
    private final Set<String> known = new LinkedHashSet<>();

    private Section(String file, YamlNode at, Map<String, Entry> entries, Mistakes mistakes) {
        this.file = file;
        this.at = at;
        this.entries = entries;
        this.mistakes = mistakes;
    }

    /** A node as a section; empty, and a mistake, where it is no map. */
    static Optional<Section> of(String file, YamlNode node, String expected, Mistakes mistakes) {
        if (node.target() instanceof Mapping map) {
            return Optional.of(new Section(file, map, map.effective(), mistakes));
        }
        mistakes.add(file, node, node.describe(), expected);
        return Optional.empty();
    }

    String file() {
        return file;
    }

    YamlNode at() {
        return at;
    }

    Mistakes mistakes() {
        return mistakes;
    }

    /** The keys as written. */
    Set<String> keys() {
        return entries.keySet();
    }

    /** The value of a key; empty where it is not there, or holds nothing. */
    Optional<YamlNode> node(String key) {
        known.add(key);
        return Optional.ofNullable(entries.get(key))
                .map(Entry::value)
                .filter(value -> !(value.target() instanceof Scalar scalar) || scalar.value() != null);
    }

    Optional<Section> section(String key) {
        return node(key).flatMap(node -> of(file, node, "a map for '" + key + "'", mistakes));
    }

    <T> Optional<T> text(String key, Function<String, T> syntax) {
        return node(key).flatMap(node -> text(node, syntax));
    }

    /** The texts of a list. */
    <T> List<T> texts(String key, Function<String, T> syntax) {
        return items(key).stream().flatMap(item -> text(item, syntax).stream()).toList();
    }

    Optional<Duration> duration(String key) {
        return text(key, Durations::parse);
    }

    /** One of the constants of an enumeration, in lower case. */
    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        return node(key).flatMap(node -> choice(node, type));
    }

    <E extends Enum<E>> Optional<E> choice(YamlNode node, Class<E> type) {
        Map<String, E> choices = Stream.of(type.getEnumConstants())
                .collect(Collectors.toMap(each -> each.name().toLowerCase(Locale.ROOT), Function.identity()));
        List<String> names = Stream.of(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        return text(node, text -> {
            if (!choices.containsKey(text)) {
                throw new IllegalArgumentException(oneOf(names, text));
            }
            return choices.get(text);
        });
    }

    Optional<Boolean> bool(String key) {
        return node(key).flatMap(node -> {
            if (node.target() instanceof Scalar scalar && scalar.value() instanceof Boolean value) {
                return Optional.of(value);
            }
            mistakes.add(file, node, node.describe(), "true or false");
            return Optional.empty();
        });
    }

    /** A number in bounds. */
    Optional<Double> number(String key, double least, double most, boolean whole) {
        return node(key).flatMap(node -> {
            if (node.target() instanceof Scalar scalar
                    && scalar.value() instanceof Number number
                    && (!whole || number instanceof Long)
                    && number.doubleValue() >= least
                    && number.doubleValue() <= most) {
                return Optional.of(number.doubleValue());
            }
            String what = (whole ? "a whole number" : "a number") + " from " + (long) least + " to " + (long) most;
            mistakes.add(file, node, node.describe(), what);
            return Optional.empty();
        });
    }

    /** The items of a list, each something; none where there is no list. */
    List<YamlNode> items(String key) {
        List<YamlNode> items = new ArrayList<>();
        node(key).ifPresent(node -> {
            if (!(node.target() instanceof Sequence list)) {
                mistakes.add(file, node, node.describe(), "a list for '" + key + "'");
                return;
            }
            for (YamlNode item : list.items()) {
                if (item.target() instanceof Scalar scalar && scalar.value() == null) {
                    mistakes.add(file, item, "an item that holds nothing", "an item of '" + key + "'");
                } else {
                    items.add(item);
                }
            }
        });
        return items;
    }

    /** The items of a list that are maps. */
    List<Section> sections(String key) {
        return items(key).stream()
                .flatMap(item -> of(file, item, "a map as an item of '" + key + "'", mistakes).stream())
                .toList();
    }

    /** A key that must be there: a mistake where it is not. */
    <T> T required(String key, Optional<T> value, T otherwise) {
        if (node(key).isEmpty()) {
            wrong(at, "no '" + key + "'", "one");
        }
        return value.orElse(otherwise);
    }

    void wrong(YamlNode node, String found, String expected) {
        mistakes.add(file, node, found, expected);
    }

    /** Ends the reading: what nobody asked for is a mistake, but for keys that begin with {@code x-} where allowed. */
    void close(boolean extensions) {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key) && !(extensions && key.startsWith("x-"))) {
                wrong(entry.getValue().key(), "the unknown key '" + key + "'", oneOf(known, key));
            }
        }
    }

    void close() {
        close(false);
    }

    private <T> Optional<T> text(YamlNode node, Function<String, T> syntax) {
        if (!(node.target() instanceof Scalar scalar && scalar.value() instanceof String text)) {
            boolean scalar = node.target() instanceof Scalar;
            wrong(node, node.describe(), scalar ? "a text: put it in quotes" : "a text");
            return Optional.empty();
        }
        try {
            return Optional.of(syntax.apply(text));
        } catch (IllegalArgumentException e) {
            wrong(node, node.describe(), e.getMessage());
            return Optional.empty();
        }
    }

    static String oneOf(Collection<String> known, String word) {
        String all = String.join(", ", known);
        return Spelling.nearest(word, known)
                .map(nearest -> "'" + nearest + "' (known are: " + all + ")")
                .orElse(known.size() == 1 ? "'" + all + "'" : "one of " + all);
    }
}
