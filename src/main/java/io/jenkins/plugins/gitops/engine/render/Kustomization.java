package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folders that a kustomization is made of: its own, and those its kustomization files name. Kustomize reads files
 * only in and below such folders (its load restrictor), so these are all it needs. Nothing that any of them names may be
 * an address.
 */
final class Kustomization {
    /** Fields that may name other folders. */
    private static final Set<String> FOLDERS = Set.of("resources", "bases", "components");

    /** Fields that name, or hold in place, objects that tell Kustomize what to do, and so what to read. */
    private static final Set<String> PLUGINS = Set.of("generators", "transformers", "validators");

    /** All that a folder of such objects may have: patched ones could not be looked through before. */
    private static final Set<String> PLUGIN_FOLDER = Set.of("resources", "apiversion", "kind", "metadata");

    private final List<Folder> all = new ArrayList<>();
    private final Set<Step> seen = new HashSet<>();
    private final Deque<Step> open = new ArrayDeque<>();

    /** A folder, and whether its resources are objects that tell Kustomize what to do. */
    private record Step(Folder folder, boolean plugins) {}

    private Kustomization() {}

    /** All folders, the given one first. */
    static List<Folder> folders(Folder first) throws RenderException {
        Kustomization kustomization = new Kustomization();
        kustomization.open(new Step(first, false));
        while (!kustomization.open.isEmpty()) {
            kustomization.read(kustomization.open.remove());
        }
        return kustomization.all;
    }

    private void open(Step step) {
        if (seen.add(step)) {
            open.add(step);
        }
    }

    private void read(Step step) throws RenderException {
        Folder folder = step.folder();
        if (!all.contains(folder)) {
            all.add(folder);
        }
        String file = folder.kustomization()
                .orElseThrow(
                        () -> new RenderException(folder.path() + " has no kustomization.yaml, but is used as a base"));
        for (Map.Entry<?, ?> field : content(file, folder.read(file)).entrySet()) {
            String name = LocalOnly.key(field.getKey());
            if (step.plugins() && !PLUGIN_FOLDER.contains(name)) {
                throw new RenderException(file + ": " + field.getKey()
                        + " cannot be used on generators, transformers and validators; keep them in files");
            }
            boolean plugins = PLUGINS.contains(name) || step.plugins() && FOLDERS.contains(name);
            LocalOnly.require(file, Map.of(name, field.getValue() == null ? "" : field.getValue()));
            for (String reference : plugins || FOLDERS.contains(name) ? texts(field.getValue()) : List.<String>of()) {
                follow(folder, file, reference, plugins);
            }
        }
    }

    private void follow(Folder folder, String file, String reference, boolean plugins) throws RenderException {
        Optional<Object> inPlace = plugins ? inPlace(file, reference) : Optional.empty();
        if (inPlace.isPresent()) {
            LocalOnly.require(file, inPlace.get());
            return;
        }
        String path = resolve(folder.path(), file, reference);
        Folder target = new Folder(folder.tree(), path);
        if (isFolder(file, reference, target)) {
            open(new Step(target, plugins));
        } else if (plugins) {
            LocalOnly.require(path, documents(path, folder.read(path)));
        }
    }

    private static boolean isFolder(String file, String reference, Folder target) throws RenderException {
        try {
            if (target.tree().id(target.path()).isEmpty()) {
                throw new RenderException(
                        file + ": " + reference + " is not in the repository, and remote bases are refused");
            }
            return target.path().isEmpty() || !target.tree().list(target.path()).isEmpty();
        } catch (RenderException e) {
            throw e;
        } catch (IOException e) {
            throw new RenderException("Could not read " + target.path() + ": " + e.getMessage(), e);
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

    /** An object written where its file could be named; what is no object is a path to Kustomize, whatever it holds. */
    private static Optional<Object> inPlace(String file, String reference) throws RenderException {
        if (!reference.contains("\n") && !reference.contains("{")) {
            return Optional.empty();
        }
        List<Object> documents = documents(file, reference.getBytes(StandardCharsets.UTF_8));
        boolean object = documents.size() == 1
                && documents.get(0) instanceof Map<?, ?> map
                && map.get("kind") instanceof String
                && map.get("metadata") instanceof Map<?, ?> metadata
                && metadata.get("name") instanceof String;
        return object ? Optional.of(documents.get(0)) : Optional.empty();
    }

    private static Map<?, ?> content(String file, byte[] bytes) throws RenderException {
        List<Object> documents = documents(file, bytes);
        if (documents.size() == 1 && documents.get(0) instanceof Map<?, ?> map) {
            return map;
        }
        throw new RenderException(
                file + (documents.size() > 1 ? " has " + documents.size() + " documents" : " is no map")
                        + "; a kustomization is one map in one document");
    }

    private static List<Object> documents(String file, byte[] bytes) throws RenderException {
        try {
            List<Object> values = new ArrayList<>();
            new SafeYaml(YamlLimits.HAND_WRITTEN).load(file, bytes).forEach(document -> values.add(document.value()));
            return values;
        } catch (YamlProblem e) {
            throw new RenderException(e.getMessage(), e);
        }
    }
}
