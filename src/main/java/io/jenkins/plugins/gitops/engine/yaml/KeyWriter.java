package io.jenkins.plugins.gitops.engine.yaml;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.yaml.YamlLocator.Place;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Entry;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import java.util.List;
import java.util.Objects;

/** Writes keys that are not there yet, indented as the file is. */
final class KeyWriter {
    private final YamlLayout layout;
    private final ScalarWriter scalars;
    private final List<String> keys;

    @CheckForNull
    private final Object value;

    KeyWriter(YamlLayout layout, ScalarWriter scalars, List<String> keys, @CheckForNull Object value) {
        this.layout = layout;
        this.scalars = scalars;
        this.keys = keys;
        this.value = value;
    }

    /** The text with the keys in a document that holds nothing. */
    String inEmptyFile() {
        String text = layout.text();
        String lineBreak = layout.lineBreak();
        boolean ended = text.isEmpty() || text.equals("\ufeff") || text.endsWith("\n") || text.endsWith("\r");
        return text + (ended ? "" : lineBreak) + (layout.json() ? flow() : block(0)) + lineBreak;
    }

    /** The text with the keys below a node that holds nothing, or in a map. */
    String below(Place place) {
        if (place.node() instanceof Mapping map) {
            return map.flow() ? inFlow(map) : inBlock(map);
        }
        Scalar nothing = (Scalar) place.node();
        int start = layout.contentStart(nothing);
        int end = layout.end(nothing);
        Mapping around = place.parent();
        if (start == end && around != null && !around.flow()) {
            int column = Objects.requireNonNull(place.key()).position().column() - 1 + layout.indentation();
            return inserted(layout.lineEnd(end), layout.lineBreak() + block(column));
        }
        return start == end ? layout.filled(start, flow()) : layout.replaced(start, end, flow());
    }

    private String inBlock(Mapping map) {
        int end = layout.lineEnd(layout.lastEnd(map));
        return inserted(end, layout.lineBreak() + block(YamlLayout.column(map) - 1));
    }

    private String inFlow(Mapping map) {
        if (map.entries().isEmpty()) {
            return inserted(layout.contentStart(map) + 1, entry());
        }
        String text = layout.text();
        Entry last = map.entries().get(map.entries().size() - 1);
        int key = layout.contentStart(last.key());
        int end = Math.max(layout.end(last.key()), layout.end(last.value()));
        int line = layout.lineStart(key);
        boolean ownLine = text.substring(line, key).isBlank();
        String separator = ownLine ? layout.lineBreak() + text.substring(line, key) : " ";
        int behind = layout.skipBlank(end);
        boolean trailingComma = text.startsWith(",", behind);
        return trailingComma
                ? inserted(behind + 1, separator + entry() + ",")
                : inserted(end, "," + separator + entry());
    }

    private String inserted(int at, String addition) {
        return layout.replaced(at, at, addition);
    }

    private String block(int indentation) {
        StringBuilder block = new StringBuilder();
        int step = layout.indentation();
        for (int i = 0; i < keys.size(); i++) {
            block.append(i == 0 ? "" : layout.lineBreak())
                    .append(" ".repeat(indentation + i * step))
                    .append(scalars.fresh(keys.get(i), false))
                    .append(':');
        }
        return block.append(' ').append(scalars.fresh(value, false)).toString();
    }

    private String flow() {
        return "{" + entry() + "}";
    }

    private String entry() {
        StringBuilder entry = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            entry.append(i == 0 ? "" : "{")
                    .append(scalars.fresh(keys.get(i), true))
                    .append(": ");
        }
        return entry.append(scalars.fresh(value, true))
                .append("}".repeat(keys.size() - 1))
                .toString();
    }
}
