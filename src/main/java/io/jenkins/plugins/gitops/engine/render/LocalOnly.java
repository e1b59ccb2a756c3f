package io.jenkins.plugins.gitops.engine.render;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Refuses what Kustomize would fetch: every text in a configuration that begins as an address does, but for the few
 * places that it never takes for a file. What is not known here is looked at, so a new field cannot slip through.
 */
final class LocalOnly {
    /** What Kustomize takes for an address rather than a path: a scheme, a forced getter, a host, or an ssh user. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?si)\\s*(?:https?:|[a-z][a-z0-9+.-]*://|[a-z0-9]+::|//|\\\\\\\\|[\\w.-]+@[\\w.-]+[:/]).*");

    /** Before the address may stand the key of a generated entry. */
    private static final Pattern KEYED = Pattern.compile("(?s)[^=\\n]*=(.*)");

    /** Values, selectors and patches written in place, none of which is ever read as a file. */
    private static final Set<String> VALUES = Set.of(
            "annotations",
            "commonannotations",
            "commonlabels",
            "imagetag",
            "imagetags",
            "images",
            "jsonop",
            "labels",
            "literals",
            "metadata",
            "options",
            "patch",
            "target",
            "targets",
            "value",
            "valuesinline");

    private LocalOnly() {}

    /** Looks through a kustomization, or through the configuration of a generator, transformer or validator. */
    static void require(String file, Object configuration) throws RenderException {
        if (configuration instanceof String text) {
            requireLocal(file, text);
        } else if (configuration instanceof List<?> list) {
            for (Object item : list) {
                require(file, item);
            }
        } else if (configuration instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!VALUES.contains(key(entry.getKey()))) {
                    require(file, entry.getValue());
                }
            }
        }
    }

    /** A key as Kustomize matches it with the names it knows: without case, as Go's JSON reader does. */
    static String key(Object key) {
        return String.valueOf(key).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static void requireLocal(String file, String text) throws RenderException {
        var keyed = KEYED.matcher(text);
        boolean inPlace = text.strip().contains("\n");
        if (ADDRESS.matcher(text).matches()
                || !inPlace
                        && keyed.matches()
                        && ADDRESS.matcher(keyed.group(1)).matches()) {
            throw new RenderException(file + ": " + text + " is remote; only what is in the repository is read");
        }
    }
}
