package io.jenkins.plugins.gitops.engine.yaml;

/**
 * A place in a text, as an editor counts.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
public record Position(int line, int column) {

    /** {@code line:column}. */
    @Override
    public String toString() {
        return line + ":" + column;
    }
}
