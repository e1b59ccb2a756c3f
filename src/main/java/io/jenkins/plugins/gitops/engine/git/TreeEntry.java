package io.jenkins.plugins.gitops.engine.git;

/**
 * An entry of a tree.
 *
 * @param path from the root of the tree
 * @param type what it is
 * @param id Git's object id, in hexadecimal
 */
public record TreeEntry(String path, Type type, String id) {

    /** What an entry is. Only folders and files are ever read or written; the others are refused. */
    public enum Type {
        FOLDER,
        FILE,
        EXECUTABLE,
        SYMLINK,
        SUBMODULE
    }

    /** The last segment of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
