package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;

/** Makes manifests from a folder of a Git tree. Safe for several threads. */
public interface Renderer {

    /**
     * The manifests of a folder.
     *
     * @param tree the tree at the revision to render
     * @param path the folder, empty for the root
     * @throws RenderException where the folder is missing or holds mistakes; it names the file, and the line where one
     *     is known
     */
    List<Resource> render(TreeReader tree, String path) throws RenderException;
}
