package io.jenkins.plugins.gitops.engine.application;

import java.util.Optional;

/** Where an environment's desired state stands in Git. */
public sealed interface Target {

    /**
     * A branch of its own, such as {@code env/prod}.
     *
     * @param branch the branch, without {@code refs/heads/}
     * @param path the folder of manifests on it, empty for the root
     */
    record Branch(String branch, String path) implements Target {}

    /**
     * A folder, such as {@code envs/prod}.
     *
     * @param folder the folder of manifests
     * @param branch the branch it is on; empty: the repository's default branch
     */
    record Folder(String folder, Optional<String> branch) implements Target {}

    /**
     * A tag: the newest semantic version below a prefix, or one moving tag.
     *
     * @param tag the moving tag's name, or the prefix of version tags where it ends in {@code *} ({@code shop/v*})
     * @param path the folder of manifests in the tagged tree, empty for the root
     */
    record Tag(String tag, String path) implements Target {}

    /** Whether something can be the name of a branch, by the rules of {@code git check-ref-format}. */
    static boolean isBranch(String name) {
        return Syntax.isRef(name);
    }

    /** The folder of manifests in the environment's tree, empty for the root. */
    default String manifests() {
        if (this instanceof Branch branch) {
            return branch.path();
        }
        return this instanceof Folder folder ? folder.folder() : ((Tag) this).path();
    }
}
