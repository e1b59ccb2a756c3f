package io.jenkins.plugins.gitops.engine.yaml;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/** Where things stand in a file's text, and the habits of its author. Offsets are those of Java strings. */
final class YamlLayout {
    private static final int DEFAULT_INDENTATION = 2;

    private final YamlText yaml;
    private final String text;
    private final boolean oneCharEach;

    YamlLayout(YamlText yaml) {
        this.yaml = yaml;
        this.text = yaml.text();
        this.oneCharEach = text.codePointCount(0, text.length()) == text.length();
    }

    String text() {
        return text;
    }

    private int offset(int codePoints) {
        return oneCharEach ? codePoints : text.offsetByCodePoints(0, codePoints);
    }

    int end(YamlNode node) {
        return offset(node.span().end());
    }

    /** Where a node begins behind its anchor and tag. */
    int contentStart(YamlNode node) {
        int at = offset(node.span().start());
        int end = end(node);
        while (at < end && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
            while (at < end && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at < end) {
                at = skipBlank(at);
            }
        }
        return Math.min(at, end);
    }

    /** A value written where there is none: behind the one space that may be there, or with one. */
    String filled(int at, String value) {
        boolean spaceThere =
                text.startsWith(" ", at) && (at + 1 == text.length() || ",]}\r\n".indexOf(text.charAt(at + 1)) >= 0);
        if (spaceThere) {
            return text.substring(0, at + 1) + value + text.substring(at + 1);
        }
        boolean spaceBefore = at == 0 || Character.isWhitespace(text.charAt(at - 1));
        return text.substring(0, at) + (spaceBefore ? "" : " ") + value + text.substring(at);
    }

    String replaced(int start, int end, String value) {
        return text.substring(0, start) + value + text.substring(end);
    }

    /** Behind spaces, line breaks and comments. */
    int skipBlank(int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                at = lineEnd(at);
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                at++;
            } else {
                break;
            }
        }
        return at;
    }

    /** The end of a line, in front of its break. */
    int lineEnd(int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
            at++;
        }
        return at;
    }

    /** The beginning of the line after the one that ends here. */
    int nextLine(int lineEnd) {
        boolean both = text.startsWith("\r\n", lineEnd);
        return Math.min(text.length(), lineEnd + (both ? 2 : 1));
    }

    int lineStart(int from) {
        int at = from;
        while (at > 0 && text.charAt(at - 1) != '\n' && text.charAt(at - 1) != '\r') {
            at--;
        }
        return at;
    }

    /** Where a node's last character stands, comments and line breaks behind it left out. */
    int lastEnd(YamlNode node) {
        if (node instanceof Scalar scalar) {
            boolean block = scalar.style() == ScalarStyle.LITERAL || scalar.style() == ScalarStyle.FOLDED;
            return block ? new BlockScalar(this, scalar).end() : end(scalar);
        }
        if (node instanceof Mapping map && !map.flow() && !map.entries().isEmpty()) {
            Entry last = map.entries().get(map.entries().size() - 1);
            return Math.max(lastEnd(last.value()), end(last.key()));
        }
        if (node instanceof Sequence list && !list.flow() && !list.items().isEmpty()) {
            return lastEnd(list.items().get(list.items().size() - 1));
        }
        return end(node);
    }

    /** Whether a line behind the last one would change the last one's value. */
    boolean open() {
        return yaml.events().stream()
                .filter(event -> event instanceof ScalarEvent)
                .reduce((first, second) -> second)
                .map(ScalarEvent.class::cast)
                .filter(last ->
                        last.getScalarStyle() == ScalarStyle.LITERAL || last.getScalarStyle() == ScalarStyle.FOLDED)
                .map(last -> new Scalar(YamlText.span(last, last), "", last.getScalarStyle(), null, null))
                .filter(last -> new BlockScalar(this, last).open())
                .isPresent();
    }

    /** The file's line break. */
    String lineBreak() {
        int end = lineEnd(0);
        return end == text.length() ? "\n" : text.substring(end, nextLine(end));
    }

    /** The quote that the file uses more often; double where it does not matter. */
    char quote() {
        long single = quoted(ScalarStyle.SINGLE_QUOTED);
        return single > quoted(ScalarStyle.DOUBLE_QUOTED) ? '\'' : '"';
    }

    private long quoted(ScalarStyle style) {
        return yaml.events().stream()
                .filter(event -> event instanceof ScalarEvent scalar && scalar.getScalarStyle() == style)
                .count();
    }

    /** Whether the file is JSON, which has fewer ways to write a string. */
    boolean json() {
        if (yaml.file().toLowerCase(Locale.ROOT).endsWith(".json")) {
            return true;
        }
        return yaml.documents().size() == 1
                && yaml.documents().get(0) instanceof Mapping map
                && map.flow()
                && !map.entries().isEmpty()
                && map.entries().stream().allMatch(entry -> entry.key().style() == ScalarStyle.DOUBLE_QUOTED);
    }

    /** How many columns a map is indented in the map around it: what the file does most often. */
    int indentation() {
        Map<Integer, Integer> seen = new TreeMap<>();
        yaml.documents().forEach(document -> countIndentation(document, seen));
        return seen.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(entry -> -entry.getKey()))
                .map(Map.Entry::getKey)
                .orElse(DEFAULT_INDENTATION);
    }

    private static void countIndentation(YamlNode node, Map<Integer, Integer> seen) {
        if (node instanceof Mapping map && !map.flow()) {
            for (Entry entry : map.entries()) {
                if (entry.value() instanceof Mapping child && !child.flow()) {
                    int step = column(child) - column(map);
                    if (step > 0) {
                        seen.merge(step, 1, Integer::sum);
                    }
                }
                countIndentation(entry.value(), seen);
            }
        } else if (node instanceof Sequence list && !list.flow()) {
            list.items().forEach(item -> countIndentation(item, seen));
        }
    }

    /** The column of a block map's keys, from 1. */
    static int column(Mapping map) {
        return map.entries().get(0).key().position().column();
    }
}
