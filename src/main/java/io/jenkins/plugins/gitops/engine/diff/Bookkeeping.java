package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.List;
import java.util.Set;

/** Labels and annotations that tools and controllers keep their own state in; they are no part of what Git says. */
final class Bookkeeping {
    static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    /** Left out on both sides. */
    private static final Set<String> NEVER_COMPARED = Set.of(
            LAST_APPLIED,
            Tracking.LABEL,
            Tracking.ANNOTATION,
            "argocd.argoproj.io/tracking-id",
            "argocd.argoproj.io/installation-id",
            "argocd.argoproj.io/refresh",
            "argocd.argoproj.io/hydrate",
            "deployment.kubernetes.io/revision",
            "deprecated.daemonset.template.generation");

    /** No addition of anybody's, where only live has them; compared where Git has them too. */
    private static final Set<String> NO_ADDITION = Set.of(
            "app.kubernetes.io/instance",
            "app.kubernetes.io/managed-by",
            "applyset.kubernetes.io/part-of",
            "batch.kubernetes.io/controller-uid",
            "batch.kubernetes.io/job-name",
            "controller-uid",
            "job-name",
            "kubectl.kubernetes.io/restartedAt",
            "kubernetes.io/change-cause",
            "kubernetes.io/metadata.name",
            "pod-template-hash");

    private static final List<String> NO_ADDITION_PREFIXES = List.of(
            "argocd.argoproj.io/",
            "autoscaling.alpha.kubernetes.io/",
            "control-plane.alpha.kubernetes.io/",
            "deployment.kubernetes.io/",
            "helm.toolkit.fluxcd.io/",
            "kustomize.toolkit.fluxcd.io/",
            "meta.helm.sh/",
            "objectset.rio.cattle.io/",
            "pv.kubernetes.io/",
            "reconcile.fluxcd.io/",
            "volume.beta.kubernetes.io/",
            "volume.kubernetes.io/");

    private Bookkeeping() {}

    static boolean neverCompared(String name) {
        return NEVER_COMPARED.contains(name);
    }

    static boolean noAddition(String name) {
        if (NO_ADDITION.contains(name)) {
            return true;
        }
        for (String prefix : NO_ADDITION_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
