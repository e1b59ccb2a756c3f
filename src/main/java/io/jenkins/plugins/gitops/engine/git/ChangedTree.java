package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/** A tree with changes that are not written yet, for an edit that follows another. */
final class ChangedTree implements TreeReader {
    private final TreeReader tree;
    private final TreeMap<String, FileChange> changes = new TreeMap<>();

    ChangedTree(TreeReader tree, Collection<FileChange> changes) {
        this.tree = tree;
        changes.forEach(change -> this.changes.put(change.path(), change));
    }

    @Override
    public Optional<String> id(String path) throws IOException {
        FileChange change = changes.get(path);
        if (change != null) {
            return Optional.ofNullable(change.content()).map(ChangedTree::id);
        }
        // a folder with changes has no id that anybody knows: its content stands for it
        return changes.keySet().stream().noneMatch(changed -> isBelow(changed, path))
                ? tree.id(path)
                : Optional.of(id(walk(path).toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String id(byte[] content) {
        try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
            return formatter.idFor(Constants.OBJ_BLOB, content).name();
        }
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        FileChange change = changes.get(path);
        return change == null ? tree.read(path) : Optional.ofNullable(change.content());
    }

    @Override
    public List<TreeEntry> list(String folder) throws IOException {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        Map<String, TreeEntry> entries = new TreeMap<>();
        tree.list(folder).forEach(entry -> entries.put(entry.path(), entry));
        Set<String> touched = new LinkedHashSet<>();
        for (String changed : changes.keySet()) {
            if (isBelow(changed, folder)) {
                int slash = changed.indexOf('/', prefix.length());
                touched.add(slash < 0 ? changed : changed.substring(0, slash));
            }
        }
        for (String path : touched) {
            boolean file = changes.containsKey(path);
            Optional<String> id = file || !walk(path).isEmpty() ? id(path) : Optional.empty();
            entries.remove(path);
            id.ifPresent(found ->
                    entries.put(path, new TreeEntry(path, file ? TreeEntry.Type.FILE : TreeEntry.Type.FOLDER, found)));
        }
        return List.copyOf(entries.values());
    }

    @Override
    public List<TreeEntry> walk(String folder) throws IOException {
        Map<String, TreeEntry> entries = new TreeMap<>();
        tree.walk(folder).forEach(entry -> entries.put(entry.path(), entry));
        for (FileChange change : changes.values()) {
            if (isBelow(change.path(), folder)) {
                entries.remove(change.path());
                byte[] content = change.content();
                if (content != null) {
                    entries.put(change.path(), new TreeEntry(change.path(), TreeEntry.Type.FILE, id(content)));
                }
            }
        }
        return List.copyOf(entries.values());
    }

    private static boolean isBelow(String path, String folder) {
        return folder.isEmpty() || path.startsWith(folder + "/");
    }

    @Override
    public void prefetch(Collection<String> paths) throws IOException {
        tree.prefetch(paths.stream().filter(path -> !changes.containsKey(path)).toList());
    }
}
