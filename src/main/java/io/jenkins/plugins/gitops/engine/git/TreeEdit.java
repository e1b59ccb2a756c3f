package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.List;

/**
 * What a promotion is: a pure function from a tree to changes of it. It is applied again whenever another commit was
 * faster, so it must depend on nothing but the tree it is given.
 */
@FunctionalInterface
public interface TreeEdit {

    /**
     * The changes, none where the tree is already as it should be.
     *
     * @throws IOException where the tree cannot be read, or does not hold what is to be changed
     */
    List<FileChange> apply(TreeReader tree) throws IOException;
}
