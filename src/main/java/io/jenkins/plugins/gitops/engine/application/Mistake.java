package io.jenkins.plugins.gitops.engine.application;

/**
 * Something in a {@code gitops.yaml} that cannot be meant.
 *
 * @param file the path of the file
 * @param line from 1
 * @param column from 1, in code points
 * @param found what stands there
 * @param expected what should
 */
public record Mistake(String file, int line, int column, String found, String expected) {

    /** {@code file:line:column: found …, expected …}. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": found " + found + ", expected " + expected;
    }
}
