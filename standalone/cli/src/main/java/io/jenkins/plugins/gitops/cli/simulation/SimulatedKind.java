package io.jenkins.plugins.gitops.cli.simulation;

import java.util.List;
import java.util.Optional;

/** A kind that the simulation serves. */
record SimulatedKind(String group, String version, String kind, String plural, boolean namespaced) {

    static final List<SimulatedKind> ALL = List.of(
            new SimulatedKind("", "v1", "Namespace", "namespaces", false),
            new SimulatedKind("", "v1", "ConfigMap", "configmaps", true),
            new SimulatedKind("", "v1", "Secret", "secrets", true),
            new SimulatedKind("", "v1", "Service", "services", true),
            new SimulatedKind("", "v1", "ServiceAccount", "serviceaccounts", true),
            new SimulatedKind("", "v1", "Pod", "pods", true),
            new SimulatedKind("apps", "v1", "Deployment", "deployments", true),
            new SimulatedKind("apps", "v1", "ReplicaSet", "replicasets", true));

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    static Optional<SimulatedKind> of(String group, String version, String plural) {
        return ALL.stream()
                .filter(kind -> kind.group.equals(group) && kind.version.equals(version) && kind.plural.equals(plural))
                .findFirst();
    }
}
