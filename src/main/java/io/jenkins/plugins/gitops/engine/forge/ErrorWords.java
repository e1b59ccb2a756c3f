package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** What a host says about an error: each has its own shape for it, and some have several. */
final class ErrorWords {
    private static final int DEEPEST = 4;

    private ErrorWords() {}

    /** Everything said, each thing once; empty where nothing is. */
    static String of(Answer answer) {
        Set<String> words = new LinkedHashSet<>();
        collect(answer.jsonOrNothing(), words, DEEPEST);
        return String.join("; ", words);
    }

    private static void collect(JsonNode node, Set<String> words, int deeper) {
        if (deeper == 0) {
            return;
        }
        if (node.isTextual() && !node.textValue().isBlank()) {
            words.add(node.textValue().strip());
        } else if (node.isArray()) {
            node.forEach(element -> collect(element, words, deeper - 1));
        } else if (node.isObject()) {
            boolean spoken = false;
            for (String field : new String[] {
                "message", "error", "errors", "error_description", "detail", "vetoes", "summaryMessage"
            }) {
                JsonNode value = node.path(field);
                spoken |= !value.isMissingNode() && !value.isNull();
                collect(value, words, deeper - 1);
            }
            if (!spoken) {
                // GitHub: {"resource", "field", "code"}; GitLab: {"title": ["is too long"]}
                node.properties().forEach(entry -> {
                    Set<String> inner = new LinkedHashSet<>();
                    collect(entry.getValue(), inner, deeper - 1);
                    inner.forEach(word -> words.add(entry.getKey() + " " + word));
                });
            }
        }
    }
}
