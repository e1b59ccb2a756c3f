package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A tree of given files, for edits that are pure functions of one. Its ids are hashes of the contents. */
final class FixedTree implements TreeReader {
    private final TreeMap<String, String> files;

    FixedTree(Map<String, String> files) {
        this.files = new TreeMap<>(files);
    }

    @Override
    public Optional<String> id(String path) {
        if (files.containsKey(path)) {
            return Optional.of("file " + files.get(path).hashCode());
        }
        Map<String, String> below = below(path);
        return below.isEmpty() ? Optional.empty() : Optional.of("folder " + below.hashCode());
    }

    @Override
    public Optional<byte[]> read(String path) {
        return Optional.ofNullable(files.get(path)).map(content -> content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<TreeEntry> list(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return below(folder).keySet().stream()
                .map(path -> {
                    int slash = path.indexOf('/', prefix.length());
                    return slash < 0 ? path : path.substring(0, slash);
                })
                .distinct()
                .map(path -> new TreeEntry(
                        path,
                        files.containsKey(path) ? TreeEntry.Type.FILE : TreeEntry.Type.FOLDER,
                        id(path).orElseThrow()))
                .toList();
    }

    @Override
    public List<TreeEntry> walk(String folder) {
        return below(folder).keySet().stream()
                .map(path -> new TreeEntry(path, TreeEntry.Type.FILE, id(path).orElseThrow()))
                .toList();
    }

    private Map<String, String> below(String folder) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return files.subMap(prefix, prefix + Character.MAX_VALUE);
    }
}
