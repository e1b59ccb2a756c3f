package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Renders a folder by what it holds: by Kustomize where it has a kustomization file, else as plain manifests. */
public final class Renderers implements Renderer {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final long CACHE = 64L << 20;

    private final Renderer plain = new CachedRenderer(new PlainRenderer(), CACHE);
    private final Renderer kustomize;

    private Renderers(Optional<KustomizeCommand> command) {
        this.kustomize = new CachedRenderer(new KustomizeRenderer(command, DEADLINE), CACHE);
    }

    /**
     * All renderers, each with a cache by Git's object ids.
     *
     * @param kustomize what builds kustomizations; empty where there is nothing, so that these are refused
     */
    public static Renderers with(Optional<KustomizeCommand> kustomize) {
        return new Renderers(kustomize);
    }

    @Override
    public List<Resource> render(TreeReader tree, String path) throws RenderException {
        return forTree(tree, path).render(tree, path);
    }

    private Renderer forTree(TreeReader tree, String path) throws RenderException {
        return new Folder(tree, path).kustomization().isPresent() ? kustomize : plain;
    }
}
