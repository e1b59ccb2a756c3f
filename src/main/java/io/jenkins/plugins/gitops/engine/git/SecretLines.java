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
    private static final String KIND = "[\"']?\\bkind[\"']?\\s*:\\s*(?:[!&]\\S+\\s+)*[\"']?Secret";
    private static final Pattern SECRET = Pattern.compile(KIND + "\\b");
    private static final Pattern BLOCK_SECRET = Pattern.compile("(?m)^[ -]*" + KIND + "[\"']?\\s*(?:#.*)?$");
    private static final Pattern KEY = Pattern.compile("^[ -]*([\"']?)([A-Za-z0-9._/-]+)\\1(\\s*:)(?:\\s+(.*))?$");
    private static final Pattern PLAIN = Pattern.compile("\\s*|[\"']?[A-Za-z0-9._/-]+[\"']?\\r?");
    private static final Pattern PLAIN_SEPARATOR = Pattern.compile("(?:---|\\.\\.\\.)\\s*");
    private static final Set<String> SHOWN = Set.of("apiVersion", "kind", "name", "namespace", "type", "immutable");
    private static final Set<String> VALUES = Set.of("data", "stringData", "annotations");

    private SecretLines() {}

    /** Both versions of a file, hidden alike: what was or becomes a Secret is one. */
    static List<byte[]> hide(byte[] before, byte[] after) {
        boolean everywhere = before.length > 0 && after.length > 0 && secrets(before) != secrets(after);
        return List.of(hide(before, everywhere), hide(after, everywhere));
    }

    private static String text(byte[] manifest) {
        return new String(manifest, StandardCharsets.ISO_8859_1);
    }

    private static long secrets(byte[] manifest) {
        return SECRET.matcher(text(manifest)).results().count();
    }

    private static byte[] hide(byte[] manifest, boolean everywhere) {
        if (!everywhere && secrets(manifest) == 0) {
            return manifest;
        }
        List<String> hidden = new ArrayList<>();
        List<String> document = new ArrayList<>();
        for (String line : text(manifest).split("\n", -1)) {
            if (line.startsWith("---")) {
                hidden.addAll(hideDocument(document, everywhere));
                document.clear();
            }
            document.add(line);
        }
        hidden.addAll(hideDocument(document, everywhere));
        return String.join("\n", hidden).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<String> hideDocument(List<String> lines, boolean everywhere) {
        String text = String.join("\n", lines);
        if (!everywhere && !SECRET.matcher(text).find()) {
            return lines;
        }
        boolean block = BLOCK_SECRET.matcher(text).find();
        List<String> hidden = new ArrayList<>();
        int valuesBelow = Integer.MAX_VALUE;
        for (String line : lines) {
            int indent = indent(line);
            if (!line.isBlank() && indent <= valuesBelow) {
                valuesBelow = Integer.MAX_VALUE;
            }
            Matcher key = KEY.matcher(line);
            if (line.isBlank() || PLAIN_SEPARATOR.matcher(line).matches()) {
                hidden.add(line);
            } else if (!block || !key.matches()) {
                hidden.add(" ".repeat(indent) + HIDDEN);
            } else {
                String name = key.group(2);
                String value = key.group(4) == null ? "" : key.group(4);
                boolean below = indent > valuesBelow;
                boolean shown = value.isBlank()
                        || !below
                                && SHOWN.contains(name)
                                && PLAIN.matcher(value).matches();
                hidden.add(shown ? line : line.substring(0, key.end(3)) + " " + HIDDEN);
                if (!below && VALUES.contains(name)) {
                    valuesBelow = indent;
                }
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
