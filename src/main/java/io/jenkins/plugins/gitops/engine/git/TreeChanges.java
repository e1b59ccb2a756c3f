package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which files differ between two trees. Folders with the same id are not entered. */
public final class TreeChanges {

    private TreeChanges() {}

    /** The paths of all files that are in one tree only, or not the same in both, in order. */
    public static SortedSet<String> between(TreeReader before, TreeReader after) throws IOException {
        SortedSet<String> changed = new TreeSet<>();
        collect(before, after, "", changed);
        return changed;
    }

    private static void collect(TreeReader before, TreeReader after, String folder, SortedSet<String> changed)
            throws IOException {
        Map<String, TreeEntry> left = new HashMap<>();
        for (TreeEntry entry : before.list(folder)) {
            left.put(entry.path(), entry);
        }
        for (TreeEntry entry : after.list(folder)) {
            TreeEntry other = left.remove(entry.path());
            if (entry.equals(other)) {
                continue;
            }
            boolean folders = other == null || other.type() == TreeEntry.Type.FOLDER;
            if (entry.type() == TreeEntry.Type.FOLDER && folders) {
                collect(before, after, entry.path(), changed);
            } else {
                changed.addAll(files(after, entry));
                if (other != null) {
                    changed.addAll(files(before, other));
                }
            }
        }
        for (TreeEntry gone : left.values()) {
            changed.addAll(files(before, gone));
        }
    }

    private static List<String> files(TreeReader tree, TreeEntry entry) throws IOException {
        return entry.type() == TreeEntry.Type.FOLDER
                ? tree.walk(entry.path()).stream().map(TreeEntry::path).toList()
                : List.of(entry.path());
    }
}
