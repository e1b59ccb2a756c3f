package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Plain manifests: every YAML and JSON file below the folder, by path. Left out are {@code gitops.yaml}, kustomization
 * files and everything in folders whose name begins with a dot, so {@code .gitops} too. A file that holds no Kubernetes
 * objects is a mistake, or a forgotten key would silently delete an object; who wants such a file there marks it by the
 * comment {@code +argocd:skip-file-rendering} (Argo CD: directory applications).
 */
final class PlainRenderer implements KeyedRenderer {
    private static final Pattern MANIFEST = Pattern.compile(".*\\.(?:yaml|yml|json)");
    private static final Pattern SKIPPED = Pattern.compile("(?m)^\\s*#.*\\+argocd:skip-file-rendering\\b");

    @Override
    public String key(TreeReader tree, String path) throws RenderException {
        return new Folder(tree, path).id();
    }

    @Override
    public List<Resource> render(TreeReader tree, String path) throws RenderException {
        Folder folder = new Folder(tree, path);
        folder.id();
        if (folder.has("Chart.yaml")) {
            throw new RenderException(
                    folder.child("Chart.yaml") + " makes this a Helm chart, which cannot be rendered yet");
        }
        List<Resource> resources = new ArrayList<>();
        for (TreeEntry entry : folder.files()) {
            if (isManifest(entry, path)) {
                read(folder, entry, resources);
            }
        }
        refuseTwins(resources);
        return resources;
    }

    private static void read(Folder folder, TreeEntry entry, List<Resource> into) throws RenderException {
        if (entry.type() == TreeEntry.Type.SYMLINK) {
            throw new RenderException(entry.path() + " is a symbolic link; put the file itself there");
        }
        byte[] content = folder.read(entry.path());
        if (SKIPPED.matcher(new String(content, StandardCharsets.UTF_8)).find()) {
            return;
        }
        try {
            into.addAll(Manifests.read(entry.path(), content));
        } catch (YamlProblem e) {
            throw new RenderException(e.getMessage(), e);
        }
    }

    private static boolean isManifest(TreeEntry entry, String root) {
        String below = root.isEmpty() ? entry.path() : entry.path().substring(root.length() + 1);
        String name = entry.name();
        return entry.type() != TreeEntry.Type.SUBMODULE
                && MANIFEST.matcher(name).matches()
                && !name.equals("gitops.yaml")
                && !Folder.isKustomization(name)
                && !below.startsWith(".")
                && !below.contains("/.");
    }

    private static void refuseTwins(List<Resource> resources) throws RenderException {
        Map<ResourceKey, Resource> seen = new HashMap<>();
        for (Resource resource : resources) {
            Resource twin = seen.put(resource.key(), resource);
            if (twin != null) {
                throw new RenderException(
                        resource.origin() + ": " + resource.key() + " is there twice, first at " + twin.origin());
            }
        }
    }
}
