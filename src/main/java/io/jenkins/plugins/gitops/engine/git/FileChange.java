package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/**
 * A file that is to be written or deleted.
 *
 * @param path from the root of the tree
 * @param content all of its bytes; null to delete it
 */
public record FileChange(String path, @CheckForNull byte[] content) {

    public static FileChange write(String path, byte[] content) {
        return new FileChange(path, content);
    }

    public static FileChange delete(String path) {
        return new FileChange(path, null);
    }
}
