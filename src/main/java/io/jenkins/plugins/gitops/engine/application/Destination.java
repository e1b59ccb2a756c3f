package io.jenkins.plugins.gitops.engine.application;

/**
 * Where an environment runs.
 *
 * @param cluster the name of a cluster, resolved by Jenkins's configuration or the command's kubeconfig, never by Git;
 *     empty where the cluster may not be asked and the verdict rests on the controller's word (the pull model)
 * @param namespace the namespace for objects that name none
 */
public record Destination(String cluster, String namespace) {

    /** Whether there is a cluster to ask. */
    public boolean reachable() {
        return !cluster.isEmpty();
    }
}
