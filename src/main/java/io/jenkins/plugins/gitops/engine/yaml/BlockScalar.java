package io.jenkins.plugins.gitops.engine.yaml;

import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** A literal or folded scalar in the text: its header, what follows the header on its line, and its lines. */
final class BlockScalar {
    private final YamlLayout layout;
    private final Scalar scalar;
    private final int header;
    private final int headerEnd;
    private final int firstLine;
    private int indentation;
    private int end;

    BlockScalar(YamlLayout layout, Scalar scalar) {
        this.layout = layout;
        this.scalar = scalar;
        this.header = layout.contentStart(scalar);
        String text = layout.text();
        int at = header + 1;
        while (at < text.length() && "+-123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        this.headerEnd = at;
        this.firstLine = layout.nextLine(layout.lineEnd(at));
        this.end = layout.lineEnd(at);
        readLines(text);
    }

    private void readLines(String text) {
        boolean keep = text.substring(header, headerEnd).contains("+");
        for (int line = firstLine; line < text.length() && line < layout.end(scalar); ) {
            int lineEnd = layout.lineEnd(line);
            int content = line;
            while (content < lineEnd && text.charAt(content) == ' ') {
                content++;
            }
            if (content < lineEnd && indentation == 0) {
                indentation = content - line;
            }
            if (content < lineEnd || keep) {
                end = lineEnd;
            }
            line = layout.nextLine(lineEnd);
        }
    }

    int start() {
        return header;
    }

    /** The end of its last line, in front of the break; lines left empty behind it are not its own unless it keeps them. */
    int end() {
        return end;
    }

    /** Whether it ends with the file, without the line break that it would keep: readers differ in what it then holds. */
    boolean open() {
        return end == layout.text().length()
                && !layout.text().substring(header, headerEnd).contains("-");
    }

    /** The comment behind the header. */
    String rest() {
        return layout.text().substring(headerEnd, layout.lineEnd(headerEnd));
    }

    /** The same block with another value, where a block can hold it. */
    Optional<String> with(String value) {
        String text = layout.text();
        boolean folded = scalar.style() == ScalarStyle.FOLDED;
        boolean clip = value.endsWith("\n");
        String body = clip ? value.substring(0, value.length() - 1) : value;
        boolean digit = text.substring(header, headerEnd).chars().anyMatch(Character::isDigit);
        boolean fits = indentation > 0
                && !(clip && end == text.length())
                && !digit
                && !body.isEmpty()
                && !body.endsWith("\n")
                && " \t\n".indexOf(body.charAt(0)) < 0
                && body.lines().noneMatch(line -> line.isBlank() && !line.isEmpty())
                && ScalarWriter.printable(body.replace("\n", ""))
                && !(folded && body.contains("\n"));
        if (!fits) {
            return Optional.empty();
        }
        String lineBreak = text.substring(layout.lineEnd(headerEnd), firstLine);
        StringBuilder block = new StringBuilder().append(folded ? '>' : '|').append(clip ? "" : "-");
        block.append(rest());
        for (String line : body.split("\n", -1)) {
            block.append(lineBreak).append(line.isEmpty() ? "" : " ".repeat(indentation) + line);
        }
        return Optional.of(block.toString());
    }
}
