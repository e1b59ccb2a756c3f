package io.jenkins.plugins.gitops.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Lists of strings as a Pipeline gives them, or as the lines of a form's text box, which arrive as one string. */
final class TextLists {
    private TextLists() {}

    static ArrayList<String> entries(@CheckForNull List<String> given) {
        return given == null
                ? new ArrayList<>()
                : given.stream()
                        .filter(Objects::nonNull)
                        .flatMap(entry -> entry.lines().map(String::strip))
                        .filter(entry -> !entry.isEmpty())
                        .collect(Collectors.toCollection(ArrayList::new));
    }
}
