package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeReader;

/** A renderer that can tell beforehand, at little cost, whether its answer will be one that it gave already. */
interface KeyedRenderer extends Renderer {

    /** Git's object ids of everything the folder is rendered from: same key, same manifests. */
    String key(TreeReader tree, String path) throws RenderException;
}
