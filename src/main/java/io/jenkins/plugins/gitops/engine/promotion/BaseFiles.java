package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.YamlFile;
import io.jenkins.plugins.gitops.engine.yaml.YamlNode;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The YAML files of a folder, and those that its kustomization takes from elsewhere in the tree. */
final class BaseFiles {
    private static final int MOST = 2000;

    private final TreeReader tree;
    private final Map<String, YamlFile> known;

    BaseFiles(TreeReader tree, Map<String, YamlFile> known) {
        this.tree = tree;
        this.known = known;
    }

    /** The YAML files below a folder by path, without those whose name or folder begins with a dot, and charts' templates. */
    static Map<String, YamlFile> below(TreeReader tree, String folder) throws IOException {
        Map<String, YamlFile> files = new LinkedHashMap<>();
        List<String> paths = tree.walk(folder).stream()
                .filter(BaseFiles::yaml)
                .filter(entry -> !hidden(entry.path(), folder))
                .map(TreeEntry::path)
                .toList();
        tree.prefetch(paths);
        for (String path : paths) {
            read(tree, path).ifPresent(file -> files.put(path, file));
        }
        return files;
    }

    /** The files that a kustomization's resources, bases and components lead to outside the files known already. */
    Map<String, YamlFile> of(String kustomization) throws IOException {
        Map<String, YamlFile> bases = new LinkedHashMap<>();
        Deque<String> open = new ArrayDeque<>(List.of(kustomization));
        while (!open.isEmpty() && bases.size() < MOST) {
            String file = open.remove();
            YamlFile yaml = known.containsKey(file) ? known.get(file) : bases.get(file);
            for (String path : references(file, yaml)) {
                for (Map.Entry<String, YamlFile> found : at(path).entrySet()) {
                    boolean added = !known.containsKey(found.getKey())
                            && bases.putIfAbsent(found.getKey(), found.getValue()) == null;
                    if (added && ImagePlaces.kustomization(found.getKey())) {
                        open.add(found.getKey());
                    }
                }
            }
        }
        return bases;
    }

    private Map<String, YamlFile> at(String path) throws IOException {
        Map<String, YamlFile> files = below(tree, path);
        if (files.isEmpty() && tree.list(path).isEmpty() && tree.id(path).isPresent()) {
            read(tree, path).ifPresent(file -> files.put(path, file));
        }
        return files;
    }

    private static List<String> references(String file, YamlFile yaml) throws YamlProblem {
        String folder = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
        List<String> paths = new ArrayList<>();
        for (String key : List.of("resources", "bases", "components")) {
            if (yaml.get(YamlPath.of(key)).orElse(null) instanceof YamlNode.Sequence list) {
                for (YamlNode item : list.items()) {
                    if (item.target() instanceof YamlNode.Scalar scalar
                            && !scalar.text().contains(":")) {
                        resolve(folder, scalar.text()).ifPresent(paths::add);
                    }
                }
            }
        }
        return paths;
    }

    /** A path as seen from a folder; empty where it leads out of the tree, or is the folder itself. */
    private static Optional<String> resolve(String folder, String reference) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : (folder + "/" + reference).split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        String path = String.join("/", segments);
        return path.isEmpty() || path.equals(folder) ? Optional.empty() : Optional.of(path);
    }

    private static Optional<YamlFile> read(TreeReader tree, String path) throws IOException {
        byte[] bytes = tree.read(path).orElseThrow();
        try {
            return Optional.of(YamlFile.parse(path, bytes));
        } catch (YamlProblem e) {
            // a chart's template is no YAML before it is rendered, and says no image of its own
            if (new String(bytes, StandardCharsets.UTF_8).contains("{{")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** What no renderer reads, such as the files of a CI system. */
    private static boolean hidden(String path, String folder) {
        String below = folder.isEmpty() ? path : path.substring(folder.length() + 1);
        return below.startsWith(".") || below.contains("/.");
    }

    private static boolean yaml(TreeEntry entry) {
        String path = entry.path().toLowerCase(Locale.ROOT);
        boolean file = entry.type() == TreeEntry.Type.FILE || entry.type() == TreeEntry.Type.EXECUTABLE;
        boolean ours = entry.name().equals("gitops.yaml");
        boolean named = path.endsWith(".yaml") || path.endsWith(".yml") || path.endsWith(".json");
        return file && !ours && (named || ImagePlaces.kustomization(entry.path()));
    }
}
