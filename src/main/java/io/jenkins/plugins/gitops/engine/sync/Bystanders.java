package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds what would be deleted along with a namespace or a definition and is not to go: what is not ours, and what of
 * ours stays. Nothing but these two kinds takes other objects with it.
 */
final class Bystanders {
    /** What Kubernetes itself puts into every namespace, and records of what happened there. */
    private static final Set<GroupKind> RECORDS = Set.of(
            new GroupKind("", "Event"),
            new GroupKind("events.k8s.io", "Event"),
            new GroupKind("", "Endpoints"),
            new GroupKind("discovery.k8s.io", "EndpointSlice"),
            new GroupKind("coordination.k8s.io", "Lease"));

    private final Cluster cluster;
    private final Tracking tracking;
    private final Set<ResourceKey> going;

    /**
     * Looks on behalf of one environment.
     *
     * @param going what is deleted itself; nothing that is kept
     */
    Bystanders(Cluster cluster, Tracking tracking, Set<ResourceKey> going) {
        this.cluster = cluster;
        this.tracking = tracking;
        this.going = going;
    }

    /** What keeps the object alive, as a clause; empty where nothing does. */
    String whoWouldGoWith(Resource live) throws ClusterException {
        if (Wave.isDefinition(live)) {
            GroupKind kind = new GroupKind(live.text("spec", "group"), live.text("spec", "names", "kind"));
            Optional<ResourceType> type = cluster.type(kind);
            return type.isEmpty() ? "" : among(type.get(), Optional.empty());
        }
        if (Wave.isFoundation(live)) {
            for (ResourceType type : cluster.types()) {
                if (type.namespaced()
                        && type.verbs().containsAll(List.of("list", "delete"))
                        && !RECORDS.contains(type.kind())) {
                    String found = among(type, Optional.of(live.name()));
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
        }
        return "";
    }

    private String among(ResourceType type, Optional<String> namespace) throws ClusterException {
        return cluster.list(type, namespace, Optional.empty()).stream()
                .filter(this::stays)
                .findFirst()
                .map(other -> "with it would go " + other.key() + why(other))
                .orElse("");
    }

    private String why(Resource other) {
        if (!tracking.owns(other)) {
            return ", which is not ours";
        }
        String kept = SyncOptions.of(other).noPrune();
        return kept.isEmpty() ? ", which is delivered" : ": " + kept;
    }

    private boolean stays(Resource object) {
        boolean goes = tracking.owns(object) && going.contains(object.key())
                || object.key().equals(Inventory.key(object.namespace(), tracking));
        boolean dependent = !object.list("metadata", "ownerReferences").isEmpty()
                && SyncOptions.of(object).noPrune().isEmpty();
        boolean builtIn = object.kind().equals("ConfigMap") && object.name().equals("kube-root-ca.crt")
                || object.kind().equals("ServiceAccount") && object.name().equals("default");
        return !goes && !dependent && !builtIn;
    }
}
