package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of an environment's objects. Each is compared when a watch tells of it, and only the result is kept.
 * Safe for several threads.
 */
final class EnvironmentView {
    private final Tracking tracking;
    private final Differ differ;
    private final Runnable changed;
    private final Map<ResourceKey, SeenObject> objects = new HashMap<>();
    private final Map<ResourceKey, ResourceDiff> extras = new HashMap<>();
    private final Set<ResourceKey> differing = new LinkedHashSet<>();
    private final Set<WatchScope> scopes = new HashSet<>();
    private final Set<WatchScope> awaited = new HashSet<>();
    private Autoscaled declared = new Autoscaled(Stream.empty());
    private boolean begun;

    /** @param changed called when something new is known; must return quickly */
    EnvironmentView(Tracking tracking, Differ differ, Runnable changed) {
        this.tracking = tracking;
        this.differ = differ;
        this.changed = changed;
    }

    /**
     * Takes what Git says now.
     *
     * @param unserved those whose kind the cluster does not have
     * @param watched everything that is watched for it from now on
     * @return what of that has to be listed: what is new, and what holds an object whose manifest is or has left
     */
    synchronized Set<WatchScope> desire(
            Map<ResourceKey, Resource> desired, Set<ResourceKey> unserved, Set<WatchScope> watched) {
        Set<ResourceKey> fresh = new HashSet<>(objects.keySet());
        fresh.removeAll(desired.keySet()); // what has left Git may be there yet
        Standing unseen = begun ? Standing.AWAITED : Standing.FIRST_SEEN;
        objects.keySet().retainAll(desired.keySet());
        differing.retainAll(desired.keySet());
        desired.forEach((key, resource) -> {
            SeenObject before = objects.get(key);
            if (before == null || !before.desired().content().equals(resource.content())) {
                objects.put(key, new SeenObject(resource, unseen));
                differing.remove(key);
                extras.remove(key);
                fresh.add(key);
            }
        });
        unserved.forEach(this::missing);
        declared = new Autoscaled(desired.values().stream());
        begun = true;
        Set<WatchScope> again = watched.stream()
                .filter(scope -> !scopes.contains(scope) || fresh.stream().anyMatch(scope::covers))
                .collect(Collectors.toSet());
        scopes.clear();
        scopes.addAll(watched);
        extras.keySet().removeIf(key -> watched.stream().noneMatch(scope -> scope.covers(key)));
        awaited.retainAll(watched);
        awaited.addAll(again);
        return again;
    }

    synchronized Set<WatchScope> scopes() {
        return Set.copyOf(scopes);
    }

    /** Whether it is known what Git says. */
    synchronized boolean isBegun() {
        return begun;
    }

    /** Whether everything has been listed. */
    synchronized boolean isComplete() {
        return begun && awaited.isEmpty();
    }

    synchronized int size() {
        return objects.size();
    }

    /** Whether a workload's replicas are set by an autoscaler that Git has. */
    synchronized boolean declaresAutoscalerOf(ResourceKey workload) {
        return declared.contains(workload);
    }

    /** Whether what is known of a scope's objects is about their manifests as they are now. */
    synchronized boolean isListed(WatchScope scope) {
        return !awaited.contains(scope);
    }

    /** Everything that is not as Git says, as it was seen last. */
    synchronized List<Difference> differences() {
        List<Difference> differences = new ArrayList<>(differing.size() + extras.size());
        differing.forEach(key -> differences.add(objects.get(key).difference()));
        extras.values()
                .forEach(extra -> differences.add(new Difference(extra, Standing.DELIVERED, Owner.OURS, "", null)));
        return differences;
    }

    /** Notes that an object stands as Git says, but for what an autoscaler sets. */
    synchronized void delivered(ResourceKey key) {
        SeenObject object = objects.get(key);
        if (object != null) {
            object.delivered();
        }
    }

    /**
     * Everything that a watch is about.
     *
     * @param tracked of these what carries this environment's label
     */
    synchronized void listed(WatchScope scope, Map<ResourceKey, Resource> live, List<Resource> tracked) {
        if (!scope.tracked()) {
            for (ResourceKey key : objects.keySet()) {
                if (scope.covers(key)) {
                    Resource now = live.get(key);
                    if (now == null) {
                        missing(key);
                    } else {
                        compare(now);
                    }
                }
            }
        }
        extras.keySet().removeIf(key -> scope.covers(key) && !live.containsKey(key));
        tracked.forEach(this::lookForExtra);
        awaited.remove(scope);
        changed.run();
    }

    /** An object is new or has changed. */
    synchronized void changed(Resource live) {
        if (objects.containsKey(live.key()) ? compare(live) : lookForExtra(live)) {
            changed.run();
        }
    }

    /** An object is gone. */
    synchronized void deleted(ResourceKey key) {
        if (objects.containsKey(key) ? missing(key) : extras.remove(key) != null) {
            changed.run();
        }
    }

    /** What is seen at all has changed. */
    void sightChanged() {
        changed.run();
    }

    String label() {
        return tracking.label();
    }

    private boolean missing(ResourceKey key) {
        return see(key, differ.compare(objects.get(key).desired(), null), "", Owner.OURS);
    }

    private boolean compare(Resource live) {
        SeenObject object = objects.get(live.key());
        String version = live.text("metadata", "resourceVersion");
        return !object.isSeen(version)
                && see(live.key(), differ.compare(object.desired(), live), version, Owner.of(live, tracking));
    }

    private boolean see(ResourceKey key, ResourceDiff diff, String version, Owner owner) {
        SeenObject object = objects.get(key);
        boolean news = object.see(diff, version, owner);
        if (object.differs()) {
            differing.add(key);
        } else {
            differing.remove(key);
        }
        return news;
    }

    private boolean lookForExtra(Resource live) {
        ResourceKey key = live.key();
        if (objects.containsKey(key)) {
            return false;
        }
        return Comparison.isExtra(live, tracking::owns)
                ? extras.put(key, differ.compare(null, live)) == null
                : extras.remove(key) != null;
    }
}
