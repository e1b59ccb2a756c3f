package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A whole desired state beside the live one (Argo CD: controller/state.go). Hooks are no part of either. An object that
 * only the cluster has counts where it is ours, no other object owns it, and it does not carry
 * {@code argocd.argoproj.io/compare-options: IgnoreExtraneous}.
 *
 * @param resources every desired object in its order, then what was added, by key
 */
public record Comparison(List<ResourceDiff> resources) {
    private static final String COMPARE_OPTIONS = "argocd.argoproj.io/compare-options";
    private static final String IGNORE_EXTRANEOUS = "IgnoreExtraneous";

    /** Groups that were served beside their successors with the same objects. */
    private static final String OLD_GROUP = "extensions";

    public Comparison {
        resources = List.copyOf(resources);
    }

    /** In sync where no object differs. */
    public Verdict verdict() {
        return resources.stream().allMatch(resource -> resource.change() == Change.NONE)
                ? Verdict.SYNCED
                : Verdict.OUT_OF_SYNC;
    }

    /**
     * Compares two sets.
     *
     * @param desired the desired objects; of two with the same identity the last one counts
     * @param live what the cluster has of the desired kinds and of what is ours; more does no harm
     * @param differ compares one object, and knows the ignore rules
     * @param destination the namespace of namespaced objects that name none
     * @param namespaced whether objects of a kind live in namespaces
     * @param ours whether we delivered a live object
     */
    public static Comparison of(
            Collection<Resource> desired,
            Collection<Resource> live,
            Differ differ,
            String destination,
            Predicate<GroupKind> namespaced,
            Predicate<Resource> ours) {
        Map<ResourceKey, Resource> wanted = new LinkedHashMap<>();
        for (Resource resource : desired) {
            if (!isHook(resource)) {
                Resource placed = placed(resource, destination, namespaced);
                wanted.put(identity(placed), placed);
            }
        }
        Map<ResourceKey, Resource> there = new HashMap<>();
        live.forEach(resource -> there.put(identity(resource), resource));
        Autoscaled autoscaled = new Autoscaled(Stream.concat(wanted.values().stream(), live.stream()));

        List<ResourceDiff> diffs = new ArrayList<>(wanted.size());
        wanted.forEach(
                (key, resource) -> diffs.add(differ.compare(resource, there.get(key), autoscaled.contains(key))));
        there.entrySet().stream()
                .filter(entry -> !wanted.containsKey(entry.getKey()) && isExtra(entry.getValue(), ours))
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> diffs.add(differ.compare(null, entry.getValue())));
        return new Comparison(diffs);
    }

    /**
     * Compares files with files, where nobody can say what is ours or where a kind lives: a desired object without a
     * namespace is the live one of its name, if there is but one; and what live alone has is ours by its tracking, or,
     * where nothing is tracked, unless the cluster makes it by itself.
     */
    public static Comparison ofFiles(Collection<Resource> desired, Collection<Resource> live, Differ differ) {
        Map<ResourceKey, List<ResourceKey>> places = new HashMap<>();
        for (Resource resource : live) {
            ResourceKey key = identity(resource);
            places.computeIfAbsent(key.in(""), unseen -> new ArrayList<>(1)).add(key);
        }
        List<Resource> placed = desired.stream()
                .map(resource -> {
                    List<ResourceKey> candidates = places.getOrDefault(identity(resource), List.of());
                    return resource.namespace().isEmpty() && candidates.size() == 1
                            ? resource.with(candidates.get(0).namespace(), "metadata", "namespace")
                            : resource;
                })
                .toList();
        boolean tracked = live.stream().anyMatch(Tracking::isOwned);
        Predicate<Resource> ours = tracked ? Tracking::isOwned : resource -> !MadeByTheCluster.contains(resource);
        return of(placed, live, differ, "", kind -> true, ours);
    }

    private static Resource placed(Resource resource, String destination, Predicate<GroupKind> namespaced) {
        boolean inNamespace = namespaced.test(resource.key().groupKind());
        if (!inNamespace) {
            return resource.without("metadata", "namespace");
        }
        return resource.namespace().isEmpty() ? resource.with(destination, "metadata", "namespace") : resource;
    }

    private static ResourceKey identity(Resource resource) {
        ResourceKey key = resource.key();
        if (!key.group().equals(OLD_GROUP)) {
            return key;
        }
        boolean network = key.kind().equals("Ingress") || key.kind().equals("NetworkPolicy");
        return new ResourceKey(network ? "networking.k8s.io" : "apps", key.kind(), key.namespace(), key.name());
    }

    private static boolean isHook(Resource resource) {
        return ArgoCdHooks.isHook(resource) || ArgoCdHooks.isSkipped(resource);
    }

    /** Whether an object that only the cluster has counts. */
    public static boolean isExtra(Resource live, Predicate<Resource> ours) {
        return !isHook(live)
                && live.list("metadata", "ownerReferences").isEmpty()
                && live.annotation(COMPARE_OPTIONS)
                        .filter(options -> options.contains(IGNORE_EXTRANEOUS))
                        .isEmpty()
                && ours.test(live);
    }
}
