package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Target;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;

/** An environment in a mirrored repository. */
public final class GitEnvironmentSource implements EnvironmentSource {
    private final Mirror mirror;
    private final Environment environment;
    private final Renderer renderer;
    private final String ref;

    /**
     * @param renderer makes manifests of a tree; caches by the tree's id
     * @throws IOException where the environment has no branch of its own and the server does not name a default one
     */
    public GitEnvironmentSource(Mirror mirror, Environment environment, Renderer renderer) throws IOException {
        this.mirror = mirror;
        this.environment = environment;
        this.renderer = renderer;
        this.ref = refOf(mirror, environment.target());
    }

    /** The ref that holds an environment's desired state. */
    private static String refOf(Mirror mirror, Target target) throws IOException {
        if (target instanceof Target.Branch branch) {
            return "refs/heads/" + branch.branch();
        }
        if (target instanceof Target.Tag tag) {
            return "refs/tags/" + tag.tag();
        }
        Target.Folder folder = (Target.Folder) target;
        if (folder.branch().isPresent()) {
            return "refs/heads/" + folder.branch().get();
        }
        return "refs/heads/"
                + mirror.defaultBranch()
                        .orElseThrow(() -> new GitException(
                                GitException.Reason.NOT_FOUND,
                                mirror.url() + " has no default branch; name the environment's branch in gitops.yaml"));
    }

    @Override
    public String repository() {
        return mirror.url().toString();
    }

    @Override
    public String ref() {
        return ref.substring(ref.indexOf('/', "refs/".length()) + 1);
    }

    @Override
    public String folder() {
        return environment.target().manifests();
    }

    @Override
    public String tip() throws IOException {
        return mirror.resolve(ref)
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND,
                        mirror.url() + " has no " + ref + "; environment " + environment.name()
                                + " of gitops.yaml expects it"));
    }

    @Override
    public String commit(String revision) throws IOException {
        return mirror.resolve(revision)
                .orElseThrow(() -> new GitException(
                        GitException.Reason.NOT_FOUND, mirror.url() + " has no commit, branch or tag " + revision));
    }

    @Override
    public TreeReader tree(String commit) throws IOException {
        return mirror.tree(commit);
    }

    @Override
    public TreeReader parentTree(String commit) throws IOException {
        CommitInfo info = mirror.commit(commit);
        return info.parents().isEmpty()
                ? new EmptyTree()
                : mirror.tree(info.parents().get(0));
    }

    @Override
    public boolean isAncestor(String ancestor, String commit) throws IOException {
        return mirror.isAncestor(ancestor, commit);
    }

    @Override
    public DesiredState desired(String commit) throws IOException {
        TreeReader tree = mirror.tree(commit);
        String id = tree.id("").orElse("");
        return new DesiredState(commit, id, environment.destination().namespace(), renderer.render(tree, folder()));
    }

    @Override
    public Environment environment() {
        return environment;
    }
}
