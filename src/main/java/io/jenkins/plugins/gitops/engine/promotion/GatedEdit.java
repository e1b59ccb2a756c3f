package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeEdit;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.List;

/**
 * An edit that fails wherever it would change something that its gates did not let through: on any manifests of the
 * environment but those that they were asked about, whoever tries. A promotion that forgets its gates writes nothing.
 *
 * @param edit what it does
 * @param proposed what the gates are asked about
 * @param standing the id of the environment's manifests that they let it be made on; null before they did
 */
record GatedEdit(
        TreeEdit edit, Proposed proposed, @CheckForNull String standing) implements TreeEdit {

    @Override
    public List<FileChange> apply(TreeReader tree) throws IOException {
        List<FileChange> changes = edit.apply(tree);
        if (!changes.isEmpty() && !standing(tree).equals(standing)) {
            throw new GatesUnasked(
                    proposed.application().name(), proposed.environment().name());
        }
        return changes;
    }

    /** The id of the environment's manifests in a tree. */
    private String standing(TreeReader tree) throws IOException {
        return tree.id(proposed.environment().target().manifests()).orElse("");
    }

    /** An edit as it is when its gates are left out. */
    static TreeEdit without(TreeEdit edit) {
        return edit instanceof GatedEdit gated ? gated.edit() : edit;
    }

    /** The same, let through onto a tree. */
    GatedEdit passedOn(TreeReader tree) throws IOException {
        return new GatedEdit(edit, proposed, standing(tree));
    }
}
