package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What is live of some kinds in some namespaces at one moment. What could not be read is unknown, never absent.
 *
 * @param objects by identity
 * @param unknown what could not be read
 */
public record LiveState(Map<ResourceKey, Resource> objects, List<Unread> unknown) {

    /**
     * A kind that could not be read.
     *
     * @param kind the kind
     * @param namespace where; empty for all namespaces, or for a cluster-scoped kind
     * @param why the failure
     */
    public record Unread(GroupKind kind, String namespace, ClusterException why) {
        boolean covers(ResourceKey key) {
            return kind.equals(key.groupKind())
                    && (namespace.isEmpty() || key.namespace().isEmpty() || namespace.equals(key.namespace()));
        }
    }

    /** One LIST. */
    private record Part(GroupKind kind, String namespace, Optional<String> selector) {}

    /** The live object, where it is there. */
    public Optional<Resource> find(ResourceKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** Why nothing is known about an object; empty where it was looked for, whether it is there or not. */
    public Optional<ClusterException> unknown(ResourceKey key) {
        return unknown.stream()
                .filter(unread -> unread.covers(key))
                .map(Unread::why)
                .findFirst();
    }

    /**
     * Reads every kind of the wanted objects in the namespaces they are in, by LIST alone, a few at a time, and what
     * else carries a label of these kinds in these namespaces. A kind that the server does not have has no objects.
     *
     * @param wanted the objects one wants to know about, a namespace set wherever their kind lives in one
     * @param labelled kinds of which only labelled objects are wanted, in any of the namespaces
     * @param namespaces where to look for these; empty for all namespaces
     * @param labelSelector what they are selected by
     */
    public static LiveState read(
            Cluster cluster,
            Collection<ResourceKey> wanted,
            Collection<GroupKind> labelled,
            Collection<String> namespaces,
            String labelSelector) {
        Set<Part> parts = new LinkedHashSet<>();
        for (ResourceKey key : wanted) {
            parts.add(new Part(key.groupKind(), key.namespace(), Optional.empty()));
        }
        for (GroupKind kind : labelled) {
            for (String namespace : isClusterScoped(cluster, kind) || namespaces.isEmpty() ? List.of("") : namespaces) {
                if (!parts.contains(new Part(kind, namespace, Optional.empty()))) {
                    parts.add(new Part(kind, namespace, Optional.of(labelSelector)));
                }
            }
        }
        List<CompletableFuture<LiveState>> reading = parts.stream()
                .map(part -> CompletableFuture.supplyAsync(() -> read(cluster, part), cluster.calls()))
                .toList();
        Map<ResourceKey, Resource> objects = new LinkedHashMap<>();
        List<Unread> unknown = new ArrayList<>();
        for (CompletableFuture<LiveState> part : reading) {
            LiveState read = part.join();
            objects.putAll(read.objects());
            unknown.addAll(read.unknown());
        }
        return new LiveState(objects, unknown);
    }

    /** A kind that is not known is looked for when it is listed, and reported there. */
    private static boolean isClusterScoped(Cluster cluster, GroupKind kind) {
        try {
            return cluster.type(kind).filter(type -> !type.namespaced()).isPresent();
        } catch (ClusterException e) {
            return false;
        }
    }

    private static LiveState read(Cluster cluster, Part part) {
        try {
            Map<ResourceKey, Resource> objects = new LinkedHashMap<>();
            for (Resource live : list(cluster, part)) {
                objects.put(live.key(), live);
            }
            return new LiveState(objects, List.of());
        } catch (ClusterException e) {
            return new LiveState(Map.of(), List.of(new Unread(part.kind(), part.namespace(), e)));
        }
    }

    private static List<Resource> list(Cluster cluster, Part part) throws ClusterException {
        Optional<ResourceType> type = cluster.type(part.kind());
        if (type.isEmpty() || !type.get().verbs().contains("list")) {
            return List.of();
        }
        Optional<String> namespace = type.get().namespaced()
                ? Optional.of(part.namespace()).filter(name -> !name.isEmpty())
                : Optional.empty();
        try {
            return cluster.list(type.get(), namespace, part.selector());
        } catch (ClusterException e) {
            if (e.reason() != Reason.NOT_FOUND) {
                throw e;
            }
            cluster.refresh(); // the kind went, or its version did
            Optional<ResourceType> now = cluster.type(part.kind());
            return now.isEmpty() ? List.of() : cluster.list(now.get(), namespace, part.selector());
        }
    }
}
