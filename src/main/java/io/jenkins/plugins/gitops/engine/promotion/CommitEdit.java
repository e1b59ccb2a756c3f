package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.TextMerge;
import io.jenkins.plugins.gitops.engine.git.TreeChanges;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What one commit changed, as an edit that can be held against a later tree. Ancestry alone proves nothing: a revert
 * contains what it reverts, and a squash does not contain what it carries.
 */
final class CommitEdit {
    private final TreeReader before;
    private final TreeReader after;
    private final List<String> files;

    private CommitEdit(TreeReader before, TreeReader after, List<String> files) {
        this.before = before;
        this.after = after;
        this.files = files;
    }

    /**
     * The edit between a commit's parent and the commit. What it changed in the given folder counts; where it changed
     * nothing there (a Kustomize base that the folder refers to), everything it changed does.
     */
    static CommitEdit between(TreeReader before, TreeReader after, String folder) throws IOException {
        SortedSet<String> changed = TreeChanges.between(before, after);
        changed.removeIf(path -> path.startsWith(".gitops/"));
        List<String> inFolder = new ArrayList<>(changed);
        if (!folder.isEmpty()) {
            inFolder.removeIf(path -> !path.startsWith(folder + "/"));
        }
        return new CommitEdit(before, after, inFolder.isEmpty() ? List.copyOf(changed) : inFolder);
    }

    /** Whether the commit changed nothing, so that holding it against a tree tells nothing. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    /** Whether making the edit again on a tree leaves it as it is. */
    boolean changesNothing(TreeReader tip) throws IOException {
        for (String file : files) {
            if (!isIncluded(file, tip)) {
                return false;
            }
        }
        return true;
    }

    private boolean isIncluded(String file, TreeReader tip) throws IOException {
        if (after.id(file).equals(tip.id(file))) {
            return true;
        }
        Optional<byte[]> old = before.read(file);
        Optional<byte[]> wanted = after.read(file);
        Optional<byte[]> there = tip.read(file);
        if (wanted.isEmpty() || there.isEmpty()) {
            return false;
        }
        byte[] base = old.orElse(new byte[0]);
        if (Arrays.equals(wanted.get(), there.get()) || TextMerge.isIncluded(base, wanted.get(), there.get())) {
            return true;
        }
        Optional<YamlLeaves> values = YamlLeaves.read(file, wanted.get());
        Optional<YamlLeaves> tipValues = YamlLeaves.read(file, there.get());
        Optional<YamlLeaves> oldValues = YamlLeaves.read(file, base);
        return values.isPresent()
                && tipValues.isPresent()
                && oldValues.isPresent()
                && tipValues.get().include(oldValues.get(), values.get());
    }
}
