package io.jenkins.plugins.gitops.engine.application;

import java.util.Optional;

/**
 * Where Argo CD or Flux stands that delivers an environment, and which of its objects does.
 *
 * @param cluster the name of the cluster it runs in, empty where none may be asked
 * @param namespace the namespace of its object; empty: any
 * @param name the name of its object; empty: the one that reads the environment's repository, branch and path
 */
public record Controller(String cluster, Optional<String> namespace, Optional<String> name) {}
