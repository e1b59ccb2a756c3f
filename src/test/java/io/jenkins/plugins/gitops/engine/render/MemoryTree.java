package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A tree of files, symbolic links among them. */
final class MemoryTree implements TreeReader {
    private final Map<String, String> files = new TreeMap<>();
    private final Map<String, TreeEntry.Type> types = new TreeMap<>();

    MemoryTree with(String path, String content) {
        files.put(path, content);
        types.put(path, TreeEntry.Type.FILE);
        return this;
    }

    MemoryTree withLink(String path, String target) {
        files.put(path, target);
        types.put(path, TreeEntry.Type.SYMLINK);
        return this;
    }

    @Override
    public Optional<String> id(String path) {
        Map<String, String> below = below(path);
        return below.isEmpty() ? Optional.empty() : Optional.of(Integer.toHexString(below.hashCode()));
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<TreeEntry> list(String folder) {
        return walk(folder);
    }

    @Override
    public List<TreeEntry> walk(String folder) {
        return below(folder).keySet().stream()
                .filter(path -> !path.equals(folder))
                .map(path -> new TreeEntry(path, types.get(path), "id"))
                .toList();
    }

    private Map<String, String> below(String folder) {
        Map<String, String> below = new TreeMap<>();
        files.forEach((path, content) -> {
            if (folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/")) {
                below.put(path, content);
            }
        });
        return below;
    }
}
