package io.jenkins.plugins.gitops.engine.application;

/**
 * Where an environment runs.
 *
 * @param cluster the name of a cluster, resolved by Jenkins's configuration or the command's kubeconfig, never by Git
 * @param namespace the namespace for objects that name none
 */
public record Destination(String cluster, String namespace) {}
