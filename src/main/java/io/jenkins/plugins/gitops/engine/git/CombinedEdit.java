package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edits one after the other, each on what the one before left, as one.
 *
 * @param edits in order
 */
public record CombinedEdit(List<TreeEdit> edits) implements TreeEdit {

    public CombinedEdit {
        edits = List.copyOf(edits);
    }

    @Override
    public List<FileChange> apply(TreeReader tree) throws IOException {
        Map<String, FileChange> changes = new LinkedHashMap<>();
        for (TreeEdit edit : edits) {
            TreeReader before = changes.isEmpty() ? tree : tree.with(changes.values());
            for (FileChange change : edit.apply(before)) {
                changes.put(change.path(), change);
            }
        }
        return List.copyOf(changes.values());
    }
}
