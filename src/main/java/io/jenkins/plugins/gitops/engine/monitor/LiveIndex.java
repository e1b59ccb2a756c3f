package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * What is live in a cluster, for all environments there: one watch per kind and namespace, however many of them desire
 * objects in it. Of the objects each environment's view keeps how they compare, and nothing else is kept.
 */
final class LiveIndex implements AutoCloseable {
    /** So long a cluster that could not be reached is left alone, or one environment after the other waits for it. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private record Outage(ClusterException why, Instant began) {}

    private final Cluster cluster;
    private final Autoscalers autoscalers = new Autoscalers();
    private final Map<WatchScope, SharedWatch> watches = new HashMap<>();
    private final Set<WatchScope> stale = new LinkedHashSet<>();

    private final LongAdder heard = new LongAdder();
    private boolean closed;

    @CheckForNull
    private volatile Outage outage;

    LiveIndex(Cluster cluster) {
        this.cluster = cluster;
    }

    Cluster cluster() {
        return cluster;
    }

    /**
     * The cluster, to be asked.
     *
     * @throws ClusterException at once where it could not be reached a moment ago
     */
    Cluster reachable(Instant now) throws ClusterException {
        Outage last = outage;
        if (last != null && now.isBefore(last.began().plus(PAUSE))) {
            throw new ClusterException(last.why().reason(), last.why().getMessage(), last.why());
        }
        return cluster;
    }

    /** The cluster could not be asked. */
    void failed(ClusterException why, Instant now) {
        if (why.reason() == Reason.UNREACHABLE) {
            outage = new Outage(why, now);
        }
    }

    /**
     * Shows a view what it desires, once {@link #settle} is called, and keeps it current from then on. Only what is new to
     * it is listed.
     *
     * @param inventory what else may be there that was delivered
     * @return the objects whose kind the cluster does not have
     * @throws ClusterException where the kinds that the cluster serves cannot be told
     */
    Set<ResourceKey> show(EnvironmentView view, Map<ResourceKey, Resource> desired, Inventory inventory)
            throws ClusterException {
        Set<WatchScope> scopes = new HashSet<>();
        Set<ResourceKey> unserved = new HashSet<>();
        for (ResourceKey key : desired.keySet()) {
            Optional<ResourceType> type = cluster.type(key.groupKind());
            type.ifPresentOrElse(
                    kind -> scopes.add(new WatchScope(kind, key.namespace(), false)), () -> unserved.add(key));
        }
        Optional<ResourceType> autoscaler = cluster.type(Autoscaled.AUTOSCALER);
        for (ResourceKey key : desired.keySet()) {
            if (autoscaler.isPresent() && isScalable(key)) {
                scopes.add(new WatchScope(autoscaler.get(), key.namespace(), false));
            }
        }
        for (GroupKind kind : inventory.kinds()) {
            Optional<ResourceType> type = cluster.type(kind);
            if (type.isPresent()) {
                Set<String> namespaces = type.get().namespaced() ? inventory.namespaces() : Set.of("");
                namespaces.stream()
                        .map(namespace -> new WatchScope(type.get(), namespace, true))
                        .filter(scope -> !scopes.contains(scope.whole()))
                        .forEach(scopes::add);
            }
        }
        take(view, scopes, view.desire(desired, unserved, scopes));
        return unserved;
    }

    private static boolean isScalable(ResourceKey key) {
        return key.group().equals("apps");
    }

    private synchronized void take(EnvironmentView view, Set<WatchScope> scopes, Set<WatchScope> again) {
        if (closed) {
            return; // whoever came too late to be stopped begins nothing
        }
        for (WatchScope scope : scopes) {
            watches.computeIfAbsent(scope, each -> new SharedWatch(cluster, each, autoscalers, heard))
                    .add(view);
        }
        stale.addAll(again);
        leave(view, scopes);
    }

    /** Lists what is to be listed; a moment after the last {@link #show} of many, so that each scope is listed once. */
    synchronized void settle() {
        for (Map.Entry<WatchScope, SharedWatch> watch : watches.entrySet()) {
            if (stale.contains(watch.getKey()) || !watch.getValue().isStarted()) {
                watch.getValue().start();
            }
        }
        stale.clear();
    }

    /** Ends what is watched for a view alone. */
    synchronized void hide(EnvironmentView view) {
        leave(view, Set.of());
    }

    private void leave(EnvironmentView view, Set<WatchScope> but) {
        watches.forEach((scope, watch) -> {
            if (!but.contains(scope)) {
                watch.remove(view);
            }
        });
        watches.values().stream().filter(SharedWatch::isUnused).forEach(SharedWatch::close);
        watches.values().removeIf(SharedWatch::isUnused);
    }

    /** Why some of what a view is about cannot be seen, as sentences; empty where all can. */
    synchronized List<String> unseen(EnvironmentView view) {
        return view.scopes().stream()
                .map(watches::get)
                .filter(Objects::nonNull) // about to be watched
                .flatMap(watch -> watch.lost().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Whether what a view knows of an object is how it is now. Of a workload nothing is known while its autoscalers cannot
     * be seen.
     */
    synchronized boolean isSeen(EnvironmentView view, ResourceKey key) {
        return view.scopes().stream()
                .filter(scope -> scope.covers(key)
                        || isScalable(key)
                                && scope.type().kind().equals(Autoscaled.AUTOSCALER)
                                && scope.namespace().equals(key.namespace()))
                .allMatch(scope -> view.isListed(scope)
                        && watches.containsKey(scope)
                        && watches.get(scope).lost().isEmpty());
    }

    /** Whether an autoscaler sets a workload's replicas. */
    boolean isAutoscaled(ResourceKey workload) {
        return autoscalers.scale(workload);
    }

    /**
     * How much there is to do.
     *
     * @param lost how many of the watches see nothing
     * @param heard how often one of them was told something
     * @param requests how many requests the server was sent
     */
    record Figures(int watches, long lost, long heard, long requests) {}

    synchronized Figures figures() {
        long lost = watches.values().stream()
                .filter(watch -> watch.lost().isPresent())
                .count();
        return new Figures(watches.size(), lost, heard.sum(), cluster.requests());
    }

    /** How many watches there are. */
    synchronized int watches() {
        return watches.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        watches.values().forEach(SharedWatch::close);
        watches.clear();
    }
}
