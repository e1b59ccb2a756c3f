package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The folders that a kustomization is made of: its own, and those its kustomization files name. Kustomize reads files
 * only in and below such folders (its load restrictor), so these are all it needs.
 */
final class Kustomization {
    /** Fields that may name other folders. */
    private static final List<String> FOLDERS =
            List.of("resources", "bases", "components", "generators", "transformers", "validators");

    /** Fields that name files, as text or in these keys of a mapping. */
    private static final List<String> FILES = List.of(
            "crds",
            "configurations",
            "openapi",
            "patches",
            "patchesStrategicMerge",
            "patchesJson6902",
            "replacements",
            "configMapGenerator",
            "secretGenerator");

    private static final List<String> FILE_KEYS = List.of("path", "files", "envs", "env");

    /** What Kustomize takes for an address rather than a path: a scheme, a forced getter, or an ssh user. */
    private static final Pattern REMOTE =
            Pattern.compile("(?s)(?:[^=\\n]*=)?(?:[a-zA-Z][a-zA-Z0-9+.-]*://|git::|[\\w.-]+@[\\w.-]+[:/]).*");

    private Kustomization() {}

    /** All folders, the given one first. */
    static List<Folder> folders(Folder first) throws RenderException {
        List<Folder> all = new ArrayList<>();
        TreeSet<String> seen = new TreeSet<>(List.of(first.path()));
        Deque<Folder> open = new ArrayDeque<>(List.of(first));
        while (!open.isEmpty()) {
            Folder folder = open.remove();
            all.add(folder);
            Optional<String> file = folder.kustomization();
            if (file.isEmpty()) {
                throw new RenderException(folder.path() + " has no kustomization.yaml, but is used as a base");
            }
            Map<?, ?> content = content(file.get(), folder.read(file.get()));
            refuseRemoteFiles(file.get(), content);
            for (String field : FOLDERS) {
                for (String reference : texts(content.get(field))) {
                    folder(folder, file.get(), reference)
                            .filter(path -> seen.add(path))
                            .ifPresent(path -> open.add(new Folder(folder.tree(), path)));
                }
            }
        }
        return all;
    }

    /** The folder that a reference means; empty where it means a file of the folder itself, or is YAML in place. */
    private static Optional<String> folder(Folder base, String file, String reference) throws RenderException {
        if (reference.contains("\n")) {
            return Optional.empty();
        }
        refuseRemote(file, reference);
        String path = resolve(base.path(), file, reference);
        try {
            TreeReader tree = base.tree();
            if (tree.id(path).isEmpty()) {
                throw new RenderException(
                        file + ": " + reference + " is not in the repository, and remote bases are refused");
            }
            return path.isEmpty() || !tree.list(path).isEmpty() ? Optional.of(path) : Optional.empty();
        } catch (RenderException e) {
            throw e;
        } catch (IOException e) {
            throw new RenderException("Could not read " + path + ": " + e.getMessage(), e);
        }
    }

    private static String resolve(String base, String file, String reference) throws RenderException {
        Deque<String> segments = new ArrayDeque<>();
        if (!base.isEmpty()) {
            List.of(base.split("/")).forEach(segments::addLast);
        }
        for (String segment : reference.split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    throw new RenderException(file + ": " + reference + " leads out of the repository");
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return String.join("/", segments);
    }

    private static void refuseRemoteFiles(String file, Map<?, ?> content) throws RenderException {
        for (String field : FILES) {
            Object value = content.get(field);
            for (Object entry : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
                if (entry instanceof String text) {
                    refuseRemote(file, text);
                } else if (entry instanceof Map<?, ?> map) {
                    for (String key : FILE_KEYS) {
                        for (String text : texts(map.get(key))) {
                            refuseRemote(file, text);
                        }
                    }
                }
            }
        }
    }

    private static void refuseRemote(String file, String reference) throws RenderException {
        if (!reference.contains("\n") && REMOTE.matcher(reference).matches()) {
            throw new RenderException(file + ": " + reference + " is remote; only what is in the repository is read");
        }
    }

    private static List<String> texts(Object value) {
        if (value instanceof String text) {
            return List.of(text);
        }
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static Map<?, ?> content(String file, byte[] bytes) throws RenderException {
        try {
            List<SafeYaml.Document> documents = new SafeYaml(YamlLimits.HAND_WRITTEN).load(file, bytes);
            return documents.size() == 1 && documents.get(0).value() instanceof Map<?, ?> map ? map : Map.of();
        } catch (YamlProblem e) {
            throw new RenderException(e.getMessage(), e);
        }
    }
}
