package io.jenkins.plugins.gitops.engine.yaml;

import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** Writes manifests as YAML that reads the same to every parser. */
public final class YamlWriter {
    /** What some parser of YAML 1.1 or 1.2 takes for a number, a time, a boolean or null. */
    private static final Pattern AMBIGUOUS =
            Pattern.compile("[-+.~0-9=<].*|(?i:y|n|yes|no|on|off|true|false|null|nan|inf|infinity)", Pattern.DOTALL);

    private YamlWriter() {}

    /** A manifest as one document, without a line that begins it. */
    public static String write(Map<String, Object> manifest) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(FlowStyle.BLOCK);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        options.setSplitLines(false);
        return new Yaml(new Strings(options), options).dump(manifest);
    }

    private static final class Strings extends Representer {
        Strings(DumperOptions options) {
            super(options);
            representers.put(String.class, data -> {
                String text = (String) data;
                if (AMBIGUOUS.matcher(text).matches()) {
                    return representScalar(Tag.STR, text, ScalarStyle.DOUBLE_QUOTED);
                }
                boolean lines = text.contains("\n") && text.lines().noneMatch(line -> line.endsWith(" "));
                return representScalar(Tag.STR, text, lines ? ScalarStyle.LITERAL : ScalarStyle.PLAIN);
            });
        }
    }
}
