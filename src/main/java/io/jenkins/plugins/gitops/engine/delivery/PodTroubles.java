package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why a rollout does not come on: a pod of its newest revision that cannot pull its image or crashes again and again. A
 * workload's own status says so only when its progress deadline has passed, ten minutes by default.
 */
public final class PodTroubles {
    /** Pods are only looked at while something is progressing, and not more often than this. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final GroupKind DEPLOYMENT = new GroupKind("apps", "Deployment");
    private static final Set<GroupKind> WORKLOADS =
            Set.of(DEPLOYMENT, new GroupKind("apps", "StatefulSet"), new GroupKind("apps", "DaemonSet"));
    private static final String HASH = "pod-template-hash";
    private static final String REVISION = "deployment.kubernetes.io/revision";

    private final Cluster cluster;
    private final Clock clock;

    private Map<ResourceKey, String> last = Map.of();
    private Instant looked = Instant.MIN;
    private boolean progressing;

    public PodTroubles(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** What is wrong with the pods of the workloads that are progressing, as a phrase for each. */
    public Map<ResourceKey, String> of(List<ResourceState> resources) throws ClusterException {
        Set<ResourceKey> workloads = new HashSet<>();
        for (ResourceState resource : resources) {
            if (resource.standing() == Standing.PROGRESSING
                    && WORKLOADS.contains(resource.key().groupKind())) {
                workloads.add(resource.key());
            }
        }
        progressing = !workloads.isEmpty();
        if (!progressing) {
            last = Map.of();
        } else if (!looked.isAfter(clock.instant().minus(INTERVAL))) {
            last = look(workloads);
            looked = clock.instant();
        }
        return last;
    }

    /** When to ask again: as long as nothing is progressing, there is no need to. */
    public Instant next(Instant now) {
        return progressing ? looked.plus(INTERVAL) : now.plus(Duration.ofHours(1));
    }

    private Map<ResourceKey, String> look(Set<ResourceKey> workloads) throws ClusterException {
        Map<ResourceKey, String> troubles = new HashMap<>();
        Set<String> namespaces = new TreeSet<>();
        workloads.forEach(workload -> namespaces.add(workload.namespace()));
        for (String namespace : namespaces) {
            Map<String, ResourceKey> owners = new HashMap<>();
            if (workloads.stream().anyMatch(key -> key.groupKind().equals(DEPLOYMENT))) {
                owners.putAll(newestReplicaSets(namespace));
            }
            for (Resource pod : list(new GroupKind("", "Pod"), namespace)) {
                owner(pod, owners)
                        .filter(workloads::contains)
                        .ifPresent(workload -> trouble(pod)
                                .ifPresent(what -> troubles.putIfAbsent(workload, "pod " + pod.name() + ": " + what)));
            }
        }
        return troubles;
    }

    /** Template hash to Deployment, of the revision that is being rolled out. */
    private Map<String, ResourceKey> newestReplicaSets(String namespace) throws ClusterException {
        Map<ResourceKey, Resource> newest = new HashMap<>();
        for (Resource replicaSet : list(new GroupKind("apps", "ReplicaSet"), namespace)) {
            controller(replicaSet)
                    .filter(owner -> owner.kind().equals("Deployment"))
                    .ifPresent(owner -> newest.merge(
                            owner, replicaSet, (one, other) -> revision(one) > revision(other) ? one : other));
        }
        Map<String, ResourceKey> byHash = new HashMap<>();
        newest.forEach((owner, replicaSet) -> byHash.put(replicaSet.text("metadata", "labels", HASH), owner));
        return byHash;
    }

    private List<Resource> list(GroupKind kind, String namespace) throws ClusterException {
        Optional<ResourceType> type = cluster.type(kind);
        return type.isPresent() ? cluster.list(type.get(), Optional.of(namespace), Optional.empty()) : List.of();
    }

    private static Optional<ResourceKey> owner(Resource pod, Map<String, ResourceKey> byHash) {
        ResourceKey deployment = byHash.get(pod.text("metadata", "labels", HASH));
        return deployment != null ? Optional.of(deployment) : controller(pod);
    }

    private static Optional<ResourceKey> controller(Resource resource) {
        for (Object entry : resource.list("metadata", "ownerReferences")) {
            if (entry instanceof Map<?, ?> owner && Boolean.TRUE.equals(owner.get("controller"))) {
                String apiVersion = String.valueOf(owner.get("apiVersion"));
                int slash = apiVersion.indexOf('/');
                return Optional.of(new ResourceKey(
                        slash < 0 ? "" : apiVersion.substring(0, slash),
                        String.valueOf(owner.get("kind")),
                        resource.namespace(),
                        String.valueOf(owner.get("name"))));
            }
        }
        return Optional.empty();
    }

    private static long revision(Resource replicaSet) {
        try {
            return replicaSet.annotation(REVISION).map(Long::parseLong).orElse(0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static Optional<String> trouble(Resource pod) {
        List<Object> containers = new ArrayList<>(pod.list("status", "initContainerStatuses"));
        containers.addAll(pod.list("status", "containerStatuses"));
        for (Object entry : containers) {
            if (entry instanceof Map<?, ?> container
                    && container.get("state") instanceof Map<?, ?> state
                    && state.get("waiting") instanceof Map<?, ?> waiting
                    && waiting.get("reason") instanceof String reason
                    && cannotHeal(reason)) {
                Object message = waiting.get("message");
                return Optional.of(reason + (message == null ? "" : ", " + message));
            }
        }
        return Optional.empty();
    }

    /** Argo CD: the waiting reasons its Pod check calls Degraded. */
    private static boolean cannotHeal(String reason) {
        return reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff");
    }
}
