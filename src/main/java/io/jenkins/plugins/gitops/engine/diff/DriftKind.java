package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.util.List;
import java.util.Set;

/** What a difference is about. Each differing field has exactly one kind; an object has the kinds of its fields. */
public enum DriftKind {
    /** A container's image. */
    IMAGE,
    /** The number of replicas. */
    SCALE,
    /** Configuration: whatever stands in a ConfigMap or Secret. Environment variables are part of the workload: STATE. */
    CONFIG,
    /** Everything else. */
    STATE,
    /** Whatever stands in a Service, Ingress, NetworkPolicy or an object of the Gateway API. */
    NETWORK;

    private static final Set<GroupKind> CONFIGURATION =
            Set.of(new GroupKind("", "ConfigMap"), new GroupKind("", "Secret"));
    private static final Set<GroupKind> NETWORKING = Set.of(
            new GroupKind("", "Service"),
            new GroupKind("", "Endpoints"),
            new GroupKind("discovery.k8s.io", "EndpointSlice"),
            new GroupKind("extensions", "Ingress"),
            new GroupKind("networking.k8s.io", "Ingress"),
            new GroupKind("networking.k8s.io", "IngressClass"),
            new GroupKind("networking.k8s.io", "NetworkPolicy"));
    private static final String GATEWAY_API = "gateway.networking.k8s.io";
    private static final Set<String> CONTAINERS = Set.of("containers", "initContainers", "ephemeralContainers");

    /**
     * The kind of a difference in one field.
     *
     * @param path the steps to it from the root of the object
     */
    public static DriftKind of(GroupKind kind, List<String> path) {
        int depth = path.size();
        if (depth >= 3 && path.get(depth - 1).equals("image") && CONTAINERS.contains(path.get(depth - 3))) {
            return IMAGE;
        }
        if (path.equals(Place.REPLICAS)) {
            return SCALE;
        }
        return of(kind);
    }

    /** The kind of an object that is missing or added as a whole. */
    static DriftKind of(GroupKind kind) {
        if (CONFIGURATION.contains(kind)) {
            return CONFIG;
        }
        return NETWORKING.contains(kind) || kind.group().equals(GATEWAY_API) ? NETWORK : STATE;
    }
}
