package io.jenkins.plugins.gitops.engine.git;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manifest with the values of its Secrets hidden, line by line, so that it still lines up with the real one. Shows too
 * little rather than too much: in a document that holds a Secret, only what names it is shown.
 */
final class SecretLines {
    private static final String HIDDEN = "(hidden)";
    private static final Pattern SECRET = Pattern.compile(
            "(?m)[\"']?\\bkind[\"']?\\s*:\\s*(?:!\\S+\\s+|&\\S+\\s+)*[\"']?Secret[\"']?\\s*(?:[,}#].*)?$");
    private static final Pattern SOMEWHERE = Pattern.compile("[\"']?\\bkind[\"']?\\s*:\\s*[\"']?Secret\\b");
    private static final Pattern KEY =
            Pattern.compile("^(\\s*(?:-\\s+)*)([\"']?)([A-Za-z0-9._/-]+)\\2(\\s*:)(?:\\s+(.*))?$", Pattern.DOTALL);
    private static final Set<String> SHOWN = Set.of("apiVersion", "kind", "name", "namespace", "type", "immutable");
    private static final Set<String> VALUES = Set.of("data", "stringData", "annotations");

    private SecretLines() {}

    static byte[] hide(byte[] manifest) {
        String text = new String(manifest, StandardCharsets.ISO_8859_1);
        if (!SOMEWHERE.matcher(text).find()) {
            return manifest;
        }
        List<String> hidden = new ArrayList<>();
        List<String> document = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("---")) {
                hidden.addAll(hideDocument(document));
                document.clear();
            }
            document.add(line);
        }
        hidden.addAll(hideDocument(document));
        return String.join("\n", hidden).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> hideDocument(List<String> lines) {
        String text = String.join("\n", lines);
        if (!SOMEWHERE.matcher(text).find()) {
            return lines;
        }
        boolean block = SECRET.matcher(text).find();
        List<String> hidden = new ArrayList<>();
        int valuesBelow = Integer.MAX_VALUE;
        for (String line : lines) {
            int indent = indent(line);
            if (!line.isBlank() && indent <= valuesBelow) {
                valuesBelow = Integer.MAX_VALUE;
            }
            Matcher key = KEY.matcher(line);
            boolean structure = line.isBlank() || line.startsWith("---") || line.startsWith("...");
            if (structure || !key.matches() || !block) {
                hidden.add(structure ? line : " ".repeat(indent) + HIDDEN);
                continue;
            }
            String value = key.group(5);
            boolean below = indent > valuesBelow;
            boolean shown = value == null || value.isBlank() || !below && SHOWN.contains(key.group(3));
            hidden.add(shown ? line : line.substring(0, key.end(4)) + " " + HIDDEN);
            if (!below && VALUES.contains(key.group(3))) {
                valuesBelow = indent;
            }
        }
        return hidden;
    }

    private static int indent(String line) {
        int indent = 0;
        while (indent < line.length() && (line.charAt(indent) == ' ' || line.charAt(indent) == '-')) {
            indent++;
        }
        return indent;
    }
}
