package io.jenkins.plugins.gitops.engine.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at what is live of an environment, again and again: the first look lists, later ones take what the watches
 * told, and an object that did not change is neither compared nor judged again.
 */
public final class Observer implements Sight {

    private record Judged(Resource desired, @CheckForNull Resource live, boolean autoscaled, ResourceState state) {}

    private final Cluster cluster;
    private final Differ differ;
    private final HealthRules rules;
    private final Runnable changed;
    private final Map<ResourceKey, Judged> judged = new HashMap<>();

    @CheckForNull
    private volatile LiveView view;

    private volatile boolean closed;

    @CheckForNull
    private String tree;

    private Map<ResourceKey, Resource> desired = Map.of();

    /**
     * @param changed called when a look would see something new, on a thread of the cluster's; must return quickly
     */
    public Observer(Cluster cluster, Differ differ, HealthRules rules, Runnable changed) {
        this.cluster = cluster;
        this.differ = differ;
        this.rules = rules;
        this.changed = changed;
    }

    @Override
    public Observation observe(DesiredState state) throws ClusterException {
        LiveView current = viewOf(state);
        Map<ResourceKey, Resource> live = current.live();
        Autoscaled autoscaled = new Autoscaled(Stream.concat(desired.values().stream(), live.values().stream()));
        List<ResourceState> resources = new ArrayList<>(desired.size());
        desired.forEach(
                (key, resource) -> resources.add(judge(key, resource, live.get(key), autoscaled.contains(key))));
        return new Observation(state.revision(), resources, current.unseen());
    }

    private LiveView viewOf(DesiredState state) throws ClusterException {
        LiveView current = view;
        if (current == null || !state.tree().equals(tree) || current.isOutdated()) {
            Map<ResourceKey, Resource> placed = state.objectsIn(cluster);
            if (current == null || !placed.keySet().equals(desired.keySet()) || current.isOutdated()) {
                closeView();
                current = new LiveView(cluster, placed.keySet(), changed);
                view = current;
                if (closed) {
                    closeView(); // whoever closed could not see it yet
                }
            }
            desired = placed;
            tree = state.tree();
            judged.keySet().retainAll(placed.keySet());
        } else {
            current.retry();
        }
        return current;
    }

    private ResourceState judge(ResourceKey key, Resource resource, @CheckForNull Resource live, boolean autoscaled) {
        Judged before = judged.get(key);
        if (before != null
                && before.desired() == resource
                && before.live() == live
                && before.autoscaled() == autoscaled) {
            return before.state();
        }
        ResourceState state = new ResourceState(
                differ.compare(resource, live, autoscaled), live == null ? Optional.empty() : rules.judge(live));
        judged.put(key, new Judged(resource, live, autoscaled, state));
        return state;
    }

    @Override
    public void close() {
        closed = true;
        closeView();
    }

    private void closeView() {
        LiveView current = view;
        if (current != null) {
            current.close();
            view = null;
        }
    }
}
