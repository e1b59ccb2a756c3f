package io.jenkins.plugins.gitops.engine.yaml;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode.Scalar;
import java.math.BigDecimal;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;

/** Writes values as scalars. */
final class ScalarWriter {
    private final char quote;
    private final boolean json;

    /**
     * A writer with the habits of a file.
     *
     * @param quote the quote for strings that need one
     * @param json whether strings always need a double one
     */
    ScalarWriter(char quote, boolean json) {
        this.quote = json ? '"' : quote;
        this.json = json;
    }

    /** A value in place of another one, in its style. */
    String replacing(Scalar old, @CheckForNull Object value, boolean flow) {
        if (!(value instanceof String string)) {
            return literal(value);
        }
        if (old.style() == ScalarStyle.SINGLE_QUOTED && printable(string)) {
            return single(string);
        }
        if (old.style() != ScalarStyle.PLAIN) {
            return twice(string);
        }
        boolean typed = old.tag() != null;
        boolean sameType = typed || ScalarTypes.keepsType(old.text(), string);
        boolean literal = ScalarTypes.inKubernetes(string) != ScalarType.STRING;
        return sameType && plainSafe(string, flow) && (!json || literal) ? string : quoted(string);
    }

    /** A value that replaces none. */
    String fresh(@CheckForNull Object value, boolean flow) {
        if (!(value instanceof String string)) {
            return literal(value);
        }
        boolean plain = !json && plainSafe(string, flow) && ScalarTypes.stringForAll(string);
        return plain ? string : quoted(string);
    }

    private static String literal(@CheckForNull Object value) {
        return value instanceof Number number && !(value instanceof Long || value instanceof Integer)
                ? new BigDecimal(number.toString()).toPlainString()
                : String.valueOf(value);
    }

    private String quoted(String value) {
        return quote == '\'' && printable(value) ? single(value) : twice(value);
    }

    private static String single(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    /** In double quotes, with the escapes that YAML and JSON share. */
    private static String twice(String value) {
        StringBuilder text = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (printable(c)) {
                        text.appendCodePoint(c);
                    } else {
                        text.append(String.format("\\u%04x", c));
                    }
                }
            }
        });
        return text.append('"').toString();
    }

    /** Whether a text may stand without quotes, whatever type it is then read as. */
    private static boolean plainSafe(String value, boolean flow) {
        if (value.isEmpty()
                || !printable(value)
                || value.isBlank()
                || value.startsWith("---")
                || value.startsWith("...")) {
            return false;
        }
        char first = value.charAt(0);
        char last = value.charAt(value.length() - 1);
        boolean indicator = ",[]{}#&*!|>'\"%@`".indexOf(first) >= 0
                || "-?:".indexOf(first) >= 0 && (value.length() == 1 || " ,[]{}".indexOf(value.charAt(1)) >= 0);
        boolean edges = first == ' ' || last == ' ' || last == ':';
        boolean inside = value.contains(": ") || value.contains(" #") || value.indexOf('\t') >= 0;
        boolean inFlow = flow && (first == ':' || value.chars().anyMatch(c -> ",[]{}?".indexOf(c) >= 0));
        return !indicator && !edges && !inside && !inFlow;
    }

    /** Whether single quotes can hold a text: nothing to escape and no line break. */
    static boolean printable(String value) {
        return value.codePoints().allMatch(ScalarWriter::printable);
    }

    private static boolean printable(int c) {
        return c >= 0x20 && c <= 0x7e
                || c > 0xa0 && c < 0xd800 && c != 0x2028 && c != 0x2029
                || c >= 0xe000 && c <= 0xfffd && c != 0xfeff
                || c >= 0x10000;
    }
}
