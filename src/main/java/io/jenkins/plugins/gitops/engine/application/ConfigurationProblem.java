package io.jenkins.plugins.gitops.engine.application;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** {@code gitops.yaml} files with mistakes in them: all of them, by file and line. */
public final class ConfigurationProblem extends IOException {
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    ConfigurationProblem(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** Never empty, but for one that was serialized: its message still tells. */
    public List<Mistake> mistakes() {
        return mistakes == null ? List.of() : mistakes;
    }
}
