package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;

/** An environment's side of Git: its ref, its trees and what they render to. */
public interface EnvironmentSource {

    /** The repository's URL, by which a controller may know it. */
    String repository();

    /** What the environment's desired state stands on, for messages: a branch or tag. */
    String ref();

    /** The folder of manifests, empty for the root. */
    String folder();

    /**
     * Asks the server for the commit the environment is at.
     *
     * @throws IOException where the server cannot be asked or has no such ref
     */
    String tip() throws IOException;

    /**
     * The commit that a revision names.
     *
     * @throws IOException where there is no such thing
     */
    String commit(String revision) throws IOException;

    /** The tree of a commit. */
    TreeReader tree(String commit) throws IOException;

    /** The tree of a commit's first parent; an empty one for a commit that has none. */
    TreeReader parentTree(String commit) throws IOException;

    /** Whether a commit is another or among those it builds on. */
    boolean isAncestor(String ancestor, String commit) throws IOException;

    /** The desired state at a commit. Rendered once for each tree. */
    DesiredState desired(String commit) throws IOException;

    /** What {@code gitops.yaml} says of the environment. */
    Environment environment();
}
