package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitException;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import java.io.IOException;

/** An environment in a mirrored repository. */
public final class GitEnvironmentSource implements EnvironmentSource {
    private final Mirror mirror;
    private final Environment environment;
    private final Renderer renderer;
    private final EnvironmentRef ref;

    /**
     * @param renderer makes manifests of a tree; caches by the tree's id
     * @throws IOException where the environment has no branch of its own and the server does not name a default one
     */
    public GitEnvironmentSource(Mirror mirror, Environment environment, Renderer renderer) throws IOException {
        this.mirror = mirror;
        this.environment = environment;
        this.renderer = renderer;
        this.ref = EnvironmentRef.of(mirror, environment);
    }

    /**
     * The same, of which one question about all refs told where it stands; the server is asked nothing.
     *
     * @param refs with those that {@link EnvironmentRef#asked} names
     * @throws IOException where it has no branch of its own and the server named no default one
     */
    GitEnvironmentSource(Mirror mirror, Environment environment, Renderer renderer, RefSnapshot refs)
            throws IOException {
        this.mirror = mirror;
        this.environment = environment;
        this.renderer = renderer;
        this.ref = EnvironmentRef.of(mirror, environment, refs);
    }

    /**
     * The commit that the environment stood at when these refs were asked for.
     *
     * @throws GitException where there was none
     */
    public String tip(RefSnapshot refs) throws GitException {
        return ref.tip(mirror, refs);
    }

    @Override
    public String repository() {
        return mirror.url().toString();
    }

    @Override
    public String ref() {
        return ref.name();
    }

    @Override
    public String folder() {
        return environment.target().manifests();
    }

    @Override
    public String tip() throws IOException {
        return ref.tip(mirror);
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
