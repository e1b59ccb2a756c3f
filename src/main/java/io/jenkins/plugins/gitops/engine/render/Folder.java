package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A folder of a tree, as renderers read it.
 *
 * @param tree the tree
 * @param path the folder's path, empty for the root
 */
record Folder(TreeReader tree, String path) {
    private static final List<String> KUSTOMIZATIONS =
            List.of("kustomization.yaml", "kustomization.yml", "Kustomization");

    /** The id of the folder, which must be there. */
    String id() throws RenderException {
        try {
            return tree.id(path).orElseThrow(() -> new RenderException("There is no folder " + name()));
        } catch (RenderException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** Every file below it, by path. */
    List<TreeEntry> files() throws RenderException {
        try {
            return tree.walk(path);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The path of its kustomization file, where it has one. */
    Optional<String> kustomization() throws RenderException {
        for (String name : KUSTOMIZATIONS) {
            if (has(name)) {
                return Optional.of(child(name));
            }
        }
        return Optional.empty();
    }

    boolean has(String name) throws RenderException {
        try {
            return tree.id(child(name)).isPresent();
        } catch (IOException e) {
            throw unreadable(child(name), e);
        }
    }

    byte[] read(String file) throws RenderException {
        try {
            return tree.read(file).orElseThrow(() -> new RenderException("There is no file " + file));
        } catch (RenderException e) {
            throw e;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    static boolean isKustomization(String name) {
        return KUSTOMIZATIONS.contains(name);
    }

    String child(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    /** For messages. */
    String name() {
        return path.isEmpty() ? "at the root of the repository" : path;
    }

    private static RenderException unreadable(String path, IOException e) {
        return new RenderException("Could not read " + path + ": " + e.getMessage(), e);
    }
}
