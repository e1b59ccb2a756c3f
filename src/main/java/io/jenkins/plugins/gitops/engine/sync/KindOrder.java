package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Comparator;
import java.util.List;

/**
 * Which kinds come first within a wave: what others need before what needs it (Argo CD: kind order of a sync, which is
 * Helm's install order). Kinds that are not listed come after, by name.
 */
final class KindOrder {
    private static final List<String> KINDS = List.of(
            "Namespace",
            "NetworkPolicy",
            "ResourceQuota",
            "LimitRange",
            "PodDisruptionBudget",
            "ServiceAccount",
            "Secret",
            "ConfigMap",
            "StorageClass",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "CustomResourceDefinition",
            "ClusterRole",
            "ClusterRoleBinding",
            "Role",
            "RoleBinding",
            "Service",
            "DaemonSet",
            "Pod",
            "ReplicationController",
            "ReplicaSet",
            "Deployment",
            "HorizontalPodAutoscaler",
            "StatefulSet",
            "Job",
            "CronJob",
            "IngressClass",
            "Ingress",
            "APIService");

    /** In which resources of one wave are applied; reversed, in which they are deleted. */
    static final Comparator<Resource> ORDER = Comparator.comparingInt(KindOrder::rank)
            .thenComparing(Resource::kind)
            .thenComparing(Resource::name)
            .thenComparing(Resource::namespace);

    private KindOrder() {}

    private static int rank(Resource resource) {
        int rank = KINDS.indexOf(resource.kind());
        return rank < 0 ? KINDS.size() : rank;
    }
}
