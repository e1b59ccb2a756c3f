package io.jenkins.plugins.gitops.engine.yaml;

import java.io.IOException;

/** A file that is not the YAML it should be: where, what was found, and what was expected. */
public final class YamlProblem extends IOException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final int line;
    private final int column;
    private final String found;
    private final String expected;

    /**
     * A problem at a place.
     *
     * @param found what stands there, in words; never a Secret's value
     * @param expected what should stand there, in words
     */
    public YamlProblem(String file, Position position, String found, String expected) {
        super(file + ":" + position + ": found " + found + ", expected " + expected);
        this.file = file;
        this.line = position.line();
        this.column = position.column();
        this.found = found;
        this.expected = expected;
    }

    public String file() {
        return file;
    }

    /** From 1. */
    public int line() {
        return line;
    }

    /** From 1, in code points. */
    public int column() {
        return column;
    }

    public String found() {
        return found;
    }

    public String expected() {
        return expected;
    }
}
