package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.Set;

/** Objects that every namespace gets without anybody asking, and that no other object owns. */
final class MadeByTheCluster {
    private static final Set<GroupKind> KINDS = Set.of(
            new GroupKind("", "Endpoints"),
            new GroupKind("", "Event"),
            new GroupKind("events.k8s.io", "Event"),
            new GroupKind("coordination.k8s.io", "Lease"));
    private static final Set<ResourceKey> NAMES = Set.of(
            new ResourceKey("", "ConfigMap", "", "kube-root-ca.crt"),
            new ResourceKey("", "ConfigMap", "", "openshift-service-ca.crt"),
            new ResourceKey("", "Service", "", "kubernetes"),
            new ResourceKey("", "ServiceAccount", "", "default"));

    private MadeByTheCluster() {}

    static boolean contains(Resource resource) {
        ResourceKey key = resource.key();
        return KINDS.contains(key.groupKind())
                || NAMES.contains(key.in(""))
                || resource.text("type").equals("kubernetes.io/service-account-token");
    }
}
