package io.jenkins.plugins.gitops.engine.application;

/** Who brings the desired state to the cluster. */
public enum Delivery {
    /** The plugin itself, or the command. */
    JENKINS,
    /** Argo CD: its Application is read and asked to refresh. */
    ARGOCD,
    /** Flux: its Kustomization or HelmRelease is read and asked to reconcile. */
    FLUX,
    /** A stage that exists already; wait and diff work, sync refuses. */
    EXTERNAL
}
