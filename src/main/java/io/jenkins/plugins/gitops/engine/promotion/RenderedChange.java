package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.git.UnifiedDiff;
import io.jenkins.plugins.gitops.engine.git.Words;
import io.jenkins.plugins.gitops.engine.render.RenderException;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.yaml.YamlWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Shows what a change makes of manifests as they are rendered, object by object; where they cannot be rendered, what it
 * makes of files.
 *
 * @param renderer makes the manifests
 * @param folders where manifests are rendered from; none where there is nothing to render
 */
record RenderedChange(Renderer renderer, List<String> folders) {
    /** As much as anybody reads; what shows it says that there is more. */
    private static final int ENOUGH = 100_000;

    RenderedChange {
        folders = List.copyOf(folders);
    }

    /** The files alone. */
    static RenderedChange ofFiles() {
        return new RenderedChange((tree, path) -> List.of(), List.of());
    }

    /** @param before the tree that it is made on */
    ShownChange show(TreeReader before, List<FileChange> changes) throws IOException {
        String why = "";
        if (!folders.isEmpty()) {
            try {
                String diff = diff(before, before.with(changes));
                if (!diff.isEmpty()) {
                    return new ShownChange("The manifests, as they are rendered:", diff);
                }
                why = "Rendered, the manifests stay as they are. The files:";
            } catch (RenderException e) {
                why = "The manifests cannot be rendered here (" + Words.of(e) + "). The files:";
            }
        }
        return new ShownChange(why, UnifiedDiff.of(before, changes));
    }

    private String diff(TreeReader before, TreeReader after) throws IOException {
        StringBuilder diff = new StringBuilder();
        for (String folder : folders) {
            Map<ResourceKey, Resource> old = render(before, folder);
            Map<ResourceKey, Resource> fresh = render(after, folder);
            TreeSet<ResourceKey> keys = new TreeSet<>(old.keySet());
            keys.addAll(fresh.keySet());
            for (ResourceKey key : keys) {
                if (diff.length() < ENOUGH && !same(old.get(key), fresh.get(key))) {
                    String name = folder.isEmpty() ? key.toString() : folder + "/" + key;
                    diff.append(UnifiedDiff.of(name, yaml(old.get(key)), yaml(fresh.get(key))));
                }
            }
        }
        return diff.toString();
    }

    private Map<ResourceKey, Resource> render(TreeReader tree, String folder) throws IOException {
        Map<ResourceKey, Resource> resources = new HashMap<>();
        if (tree.id(folder).isPresent()) {
            renderer.render(tree, folder).forEach(resource -> resources.put(resource.key(), resource));
        }
        return resources;
    }

    private static boolean same(@CheckForNull Resource one, @CheckForNull Resource other) {
        return one != null && other != null && one.content().equals(other.content());
    }

    private static Optional<byte[]> yaml(@CheckForNull Resource resource) {
        return Optional.ofNullable(resource)
                .map(there -> YamlWriter.write(there.content()).getBytes(StandardCharsets.UTF_8));
    }
}
