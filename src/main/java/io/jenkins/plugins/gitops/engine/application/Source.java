package io.jenkins.plugins.gitops.engine.application;

import java.util.Optional;

/**
 * Where an application's manifests stand.
 *
 * @param repository the name of a repository defined in Jenkins; empty: the one that holds the {@code gitops.yaml}
 * @param path the folder of manifests, from the root of the tree, empty for the root; a folder environment has its own
 */
public record Source(Optional<String> repository, String path) {}
