package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * One tree of a repository, read without a work tree. Paths are relative, with {@code /} between segments; the empty
 * path is the root. Safe for several threads.
 */
public interface TreeReader {

    /** Git's object id of the folder or file at a path, the key of every cache; empty where there is nothing. */
    Optional<String> id(String path) throws IOException;

    /**
     * The bytes of a file; empty where there is none.
     *
     * @throws IOException where the path is a folder, a symlink or a submodule, the file is over the size limit, or an
     *     object is missing and cannot be fetched
     */
    Optional<byte[]> read(String path) throws IOException;

    /** The direct entries of a folder by name; empty where there is no such folder. */
    List<TreeEntry> list(String folder) throws IOException;

    /** Every entry below a folder that is not itself a folder, by path; empty where there is no such folder. */
    List<TreeEntry> walk(String folder) throws IOException;

    /**
     * Says which files are going to be read, so that what is missing comes in one go. Changes no answer; paths without a
     * file are passed over.
     */
    default void prefetch(Collection<String> paths) throws IOException {}

    /** This tree with changes that are not written yet. */
    default TreeReader with(Collection<FileChange> changes) {
        return new ChangedTree(this, changes);
    }
}
