package io.jenkins.plugins.gitops.engine.yaml;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Mapping;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Sequence;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes one more item, a map of strings, at the end of a list. */
final class ItemWriter {
    private final YamlLayout layout;
    private final ScalarWriter scalars;
    private final Map<String, String> item;

    ItemWriter(YamlLayout layout, ScalarWriter scalars, Map<String, String> item) {
        this.layout = layout;
        this.scalars = scalars;
        this.item = item;
    }

    /** The text with the item behind those of a list. */
    String in(Sequence list) {
        if (!list.flow()) {
            int end = layout.lineEnd(layout.lastEnd(list));
            return layout.replaced(
                    end, end, layout.lineBreak() + block(list.position().column() - 1));
        }
        if (list.items().isEmpty()) {
            int start = layout.contentStart(list) + 1;
            return layout.replaced(start, start, flow());
        }
        int end = layout.lastEnd(list.items().get(list.items().size() - 1));
        return layout.replaced(end, end, ", " + flow());
    }

    /** The text with a list of this item under a new key of a map in lines, indented as the map's other lists. */
    String under(String key, Mapping map) {
        int column = YamlLayout.column(map);
        int indentation = map.entries().stream()
                .filter(entry -> entry.value() instanceof Sequence list && !list.flow())
                .map(entry -> entry.value().position().column() - 1)
                .findFirst()
                .orElse(column - 1);
        int end = layout.lineEnd(layout.lastEnd(map));
        String addition =
                layout.lineBreak() + " ".repeat(column - 1) + key + ":" + layout.lineBreak() + block(indentation);
        return layout.replaced(end, end, addition);
    }

    private String block(int indentation) {
        String between = layout.lineBreak() + " ".repeat(indentation + 2);
        return " ".repeat(indentation) + "- " + entries(between, false);
    }

    private String flow() {
        return "{" + entries(", ", true) + "}";
    }

    private String entries(String between, boolean flow) {
        return item.entrySet().stream()
                .map(entry -> scalars.fresh(entry.getKey(), flow) + ": " + scalars.fresh(entry.getValue(), flow))
                .collect(Collectors.joining(between));
    }
}
