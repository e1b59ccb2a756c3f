package io.jenkins.plugins.gitops.engine.application;

import io.jenkins.plugins.gitops.engine.yaml.Position;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects what is wrong, so that all of it is told at once; the same thing once, however often aliases lead to it. */
final class Mistakes {
    private static final int MOST = 1000;

    private final Set<Mistake> mistakes = new TreeSet<>(Comparator.comparing(Mistake::file)
            .thenComparing(Mistake::line)
            .thenComparing(Mistake::column)
            .thenComparing(Mistake::found)
            .thenComparing(Mistake::expected));

    void add(String file, YamlNode at, String found, String expected) {
        Position position = at.target().position();
        add(new Mistake(file, position.line(), position.column(), found, expected));
    }

    void add(Mistake mistake) {
        if (mistakes.size() < MOST) {
            mistakes.add(mistake);
        }
    }

    /** By file, line and column. */
    List<Mistake> inOrder() {
        return List.copyOf(mistakes);
    }
}
