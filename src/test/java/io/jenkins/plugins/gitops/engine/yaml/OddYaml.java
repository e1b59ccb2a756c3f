package io.jenkins.plugins.gitops.engine.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes documents as nobody would and YAML allows, and remembers where every value stands. */
final class OddYaml {
    private static final List<String> COMMENTS = List.of(
            " # c", "  #\ttabs\there", " # caf\u00e9 \ud83d\ude00: {[", " #", "\t# after a tab", "   # 'q\" &a *b");
    private static final List<String> PLAIN =
            List.of("abc", "1.4.2", "a b  c", "http://x/y#z", "-x", "a:b", "caf\u00e9", "\ud83d\ude00", "v1", "x'y\"z");
    private static final List<String> NUMBERS = List.of("3", "15", "-1", "true", "false", "1.5");

    /**
     * A value in the text.
     *
     * @param path where a reader finds it
     * @param start its first character
     * @param end behind its last
     */
    record Leaf(YamlPath path, int start, int end) {}

    private final Random random;
    private final String lineBreak;
    private final int step;
    private final StringBuilder out = new StringBuilder();
    private final List<Leaf> leaves = new ArrayList<>();
    private final List<YamlPath> maps = new ArrayList<>();
    private int names;

    OddYaml(long seed) {
        random = new Random(seed);
        lineBreak = chance(3) ? "\r\n" : "\n";
        step = 1 + random.nextInt(4);
        if (chance(6)) {
            out.append('\ufeff');
        }
        int documents = chance(4) ? 2 : 1;
        for (int i = 0; i < documents; i++) {
            if (i > 0 || chance(4)) {
                out.append("---").append(chance(3) ? " # document" : "").append(lineBreak);
            }
            noise(0);
            blockMap(0, 3, new YamlPath(List.of(new YamlPath.Index(i))), false);
            noise(0);
        }
        if (chance(4) && !text().endsWith(lineBreak + lineBreak)) {
            out.setLength(out.length() - (text().endsWith("\r\n") ? 2 : 1));
        }
    }

    String text() {
        return out.toString();
    }

    List<Leaf> leaves() {
        return leaves;
    }

    /** Maps in which a key may be made. */
    List<YamlPath> maps() {
        return maps;
    }

    private void blockMap(int indentation, int depth, YamlPath path, boolean inLine) {
        maps.add(path);
        int entries = 1 + random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            String name = "k" + names++;
            boolean first = i == 0 && inLine;
            if (!first) {
                noise(indentation);
                out.append(" ".repeat(indentation));
            }
            out.append(key(name)).append(chance(6) ? " :" : ":");
            blockValue(indentation, depth, path.then(name));
        }
    }

    private String key(String name) {
        return switch (random.nextInt(6)) {
            case 0 -> "\"" + name + "\"";
            case 1 -> "'" + name + "'";
            default -> name;
        };
    }

    private void blockValue(int indentation, int depth, YamlPath path) {
        int kind = random.nextInt(depth > 0 ? 10 : 6);
        if (kind < 4) {
            out.append(" ".repeat(1 + random.nextInt(3)));
            properties();
            scalar(path, false);
            endOfLine();
        } else if (kind == 4) {
            block(indentation, path);
        } else if (kind == 5) {
            out.append(' ');
            flow(depth - 1, path, indentation + 1);
            endOfLine();
        } else if (kind < 8) {
            out.append(chance(4) ? " &a" + names : "");
            endOfLine();
            blockMap(indentation + step, depth - 1, path, false);
        } else {
            endOfLine();
            sequence(indentation + (chance(2) ? step : 0), depth - 1, path);
        }
    }

    private void sequence(int indentation, int depth, YamlPath path) {
        int items = 1 + random.nextInt(3);
        for (int i = 0; i < items; i++) {
            YamlPath item = path.plus(new YamlPath.Index(i));
            noise(indentation);
            int gap = 1 + random.nextInt(3);
            out.append(" ".repeat(indentation)).append('-').append(" ".repeat(gap));
            if (depth > 0 && chance(2)) {
                blockMap(indentation + 1 + gap, depth - 1, item, true);
            } else {
                scalar(item, false);
                endOfLine();
            }
        }
    }

    /** A literal or folded scalar with a header comment, and empty lines behind it that are not its own. */
    private void block(int indentation, YamlPath path) {
        out.append(' ');
        int start = out.length();
        out.append(chance(2) ? '|' : '>').append(chance(2) ? "-" : "").append(chance(3) ? " # header" : "");
        int lines = 1 + random.nextInt(3);
        for (int i = 0; i < lines; i++) {
            out.append(lineBreak)
                    .append(" ".repeat(indentation + step))
                    .append("line ")
                    .append(i);
        }
        leaves.add(new Leaf(path, start, out.length()));
        out.append(lineBreak).append(chance(3) ? lineBreak : "");
    }

    private void flow(int depth, YamlPath path, int indentation) {
        boolean map = chance(2);
        if (map) {
            maps.add(path);
        }
        out.append(map ? '{' : '[');
        int entries = random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            out.append(i == 0 ? "" : ",");
            space(indentation);
            String name = "k" + names++;
            YamlPath child = map ? path.then(name) : path.plus(new YamlPath.Index(i));
            out.append(map ? key(name) + ": " : "");
            if (depth > 0 && chance(4)) {
                flow(depth - 1, child, indentation);
            } else {
                scalar(child, true);
            }
            out.append(chance(4) ? " " : "");
        }
        out.append(entries > 0 && chance(5) ? "," : "").append(map ? '}' : ']');
    }

    private void space(int indentation) {
        switch (random.nextInt(6)) {
            case 0 -> out.append(lineBreak).append(" ".repeat(indentation + random.nextInt(3)));
            case 1 -> out.append(" # in flow").append(lineBreak).append(" ".repeat(indentation));
            default -> out.append(chance(4) ? "" : " ");
        }
    }

    private void scalar(YamlPath path, boolean flow) {
        int start = out.length();
        switch (random.nextInt(5)) {
            case 0 ->
                out.append('\'')
                        .append(pick(List.of("", "1.0", "it''s", "a # b", "{x}")))
                        .append('\'');
            case 1 ->
                out.append('"')
                        .append(pick(List.of("", "1.0", "\\u00e9\\n", "\\\"q\\\"", "a: b")))
                        .append('"');
            case 2 -> out.append(pick(NUMBERS));
            default -> out.append(pick(flow ? PLAIN.subList(0, 5) : PLAIN));
        }
        leaves.add(new Leaf(path, start, out.length()));
    }

    private void properties() {
        if (chance(8)) {
            out.append("&p").append(names).append(' ');
        }
    }

    private void endOfLine() {
        out.append(chance(3) ? pick(COMMENTS) : chance(6) ? "  " : "").append(lineBreak);
    }

    private void noise(int indentation) {
        if (chance(6)) {
            out.append(lineBreak);
        }
        if (chance(6)) {
            out.append(" ".repeat(random.nextInt(indentation + 1))) // deeper, it would belong to a block scalar above
                    .append("# between\t:")
                    .append(lineBreak);
        }
    }

    private boolean chance(int one) {
        return random.nextInt(one) == 0;
    }

    private String pick(List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }
}
