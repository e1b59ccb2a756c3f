package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.git.GitException;
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
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Shows what a change makes of manifests as they are rendered, object by object; of what cannot be rendered, what it
 * makes of the files.
 *
 * @param renderer makes the manifests
 * @param folders where manifests are rendered from
 */
record RenderedChange(Renderer renderer, List<String> folders) {
    /** As much as anybody reads; what shows it says that there is more. */
    private static final int ENOUGH = 100_000;

    RenderedChange {
        folders = List.copyOf(folders);
    }

    /**
     * Shows a change.
     *
     * @param before the tree that it is made on
     * @param until when no more is rendered, and a failure that may pass is not waited for
     * @throws IOException with such a failure before that
     */
    ShownChange show(TreeReader before, List<FileChange> changes, Instant until, Clock clock) throws IOException {
        TreeReader after = before.with(changes);
        StringBuilder diff = new StringBuilder();
        List<String> rendered = new ArrayList<>();
        List<String> left = new ArrayList<>();
        String why = "";
        for (String folder : folders) {
            try {
                if (diff.length() < ENOUGH) {
                    Map<ResourceKey, Resource> old = render(before, folder, until, clock);
                    diff.append(diff(folder, old, render(after, folder, until, clock)));
                }
                rendered.add(folder);
            } catch (RenderException e) {
                if (GitException.mayPass(e) && clock.instant().isBefore(until)) {
                    throw e;
                }
                why = why.isEmpty() ? Words.of(e) : why;
                left.add(folder);
            }
        }
        if (diff.isEmpty()) {
            String note = left.isEmpty()
                    ? "Rendered, the manifests stay as they are. The files:"
                    : "The manifests cannot be rendered here (" + why + "). The files:";
            return new ShownChange(note, UnifiedDiff.of(before, changes));
        }
        if (left.isEmpty()) {
            return new ShownChange("The manifests, as they are rendered:", diff.toString());
        }
        List<FileChange> rest = changes.stream()
                .filter(change -> rendered.stream().noneMatch(folder -> isBelow(folder, change.path())))
                .toList();
        return new ShownChange(
                "The manifests, as they are rendered; those of " + String.join(", ", left)
                        + " cannot be rendered here (" + why + "), so their files follow:",
                diff + UnifiedDiff.of(before, rest));
    }

    private static boolean isBelow(String folder, String path) {
        return folder.isEmpty() || path.startsWith(folder + "/");
    }

    private static String diff(String folder, Map<ResourceKey, Resource> old, Map<ResourceKey, Resource> fresh)
            throws IOException {
        StringBuilder diff = new StringBuilder();
        TreeSet<ResourceKey> keys = new TreeSet<>(old.keySet());
        keys.addAll(fresh.keySet());
        for (ResourceKey key : keys) {
            if (diff.length() < ENOUGH && !same(old.get(key), fresh.get(key))) {
                String name = folder.isEmpty() ? key.toString() : folder + "/" + key;
                diff.append(UnifiedDiff.of(name, yaml(old.get(key)), yaml(fresh.get(key))));
            }
        }
        return diff.toString();
    }

    private Map<ResourceKey, Resource> render(TreeReader tree, String folder, Instant until, Clock clock)
            throws IOException {
        if (!clock.instant().isBefore(until)) {
            throw new RenderException("it takes too long");
        }
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
