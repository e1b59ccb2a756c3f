package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

/** The lines of a text box, trimmed, without empty ones. */
final class Lines {
    private Lines() {}

    static List<String> of(@CheckForNull String text) {
        return text == null
                ? List.of()
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }

    static String joined(@CheckForNull String text) {
        return String.join("\n", of(text));
    }
}
