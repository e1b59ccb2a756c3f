package io.jenkins.plugins.gitops.engine.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The live objects of a set of keys, read once and kept current by one watch per kind and namespace. Of what the
 * watches tell only the wanted objects are kept.
 */
final class LiveView implements AutoCloseable {

    private record Scope(ResourceType type, String namespace) {}

    private final Cluster cluster;
    private final Runnable changed;
    private final Set<ResourceKey> wanted;
    private final Map<Scope, Part> parts = new LinkedHashMap<>();
    private final List<ResourceKey> unserved = new ArrayList<>();

    /**
     * Begins to watch. What may not be listed is remembered, not thrown.
     *
     * @param changed called on every change, on a thread of the cluster's
     * @throws ClusterException where the kinds the cluster serves cannot be told
     */
    LiveView(Cluster cluster, Collection<ResourceKey> keys, Runnable changed) throws ClusterException {
        this.cluster = cluster;
        this.changed = changed;
        this.wanted = Set.copyOf(keys);
        for (ResourceKey key : new TreeSet<>(keys)) {
            Optional<ResourceType> type = cluster.type(key.groupKind());
            if (type.isPresent()) {
                parts.computeIfAbsent(new Scope(type.get(), key.namespace()), Part::new);
            } else {
                unserved.add(key);
            }
        }
        parts.values().forEach(Part::begin);
    }

    /** The wanted objects that are live now. */
    Map<ResourceKey, Resource> live() {
        Map<ResourceKey, Resource> live = new HashMap<>();
        parts.values().forEach(part -> live.putAll(part.objects));
        return live;
    }

    /** Why some of it cannot be seen; empty when all can. */
    List<ClusterException> unseen() {
        return parts.values().stream()
                .map(part -> part.lost)
                .filter(lost -> lost != null)
                .toList();
    }

    /** Whether a kind that was not served when the view began is now, so that it has to begin anew. */
    boolean isOutdated() throws ClusterException {
        for (ResourceKey key : unserved) {
            if (cluster.type(key.groupKind()).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Tries again to watch what could not be listed. */
    void retry() {
        parts.values().stream().filter(part -> part.watching == null).forEach(Part::begin);
    }

    @Override
    public void close() {
        parts.values().forEach(Part::end);
    }

    @Override
    public String toString() {
        return parts.keySet().stream()
                .map(scope -> scope.type().kind() + " in " + scope.namespace())
                .collect(Collectors.joining(", "));
    }

    /** One watch. */
    private final class Part implements WatchListener {
        private final Scope scope;
        private final Map<ResourceKey, Resource> objects = new ConcurrentHashMap<>();

        @CheckForNull
        private volatile ClusterException lost;

        @CheckForNull
        private Watching watching;

        Part(Scope scope) {
            this.scope = scope;
        }

        void begin() {
            Optional<String> namespace =
                    Optional.of(scope.namespace()).filter(name -> !name.isEmpty());
            try {
                watching = cluster.watch(scope.type(), namespace, Optional.empty(), this);
                lost = null;
            } catch (ClusterException e) {
                lost = e;
            }
        }

        void end() {
            if (watching != null) {
                watching.close();
            }
        }

        @Override
        public void listed(List<Resource> live) {
            Map<ResourceKey, Resource> fresh = new HashMap<>();
            for (Resource resource : live) {
                if (wanted.contains(resource.key())) {
                    fresh.put(resource.key(), resource);
                }
            }
            objects.keySet().retainAll(fresh.keySet());
            objects.putAll(fresh);
            lost = null;
            changed.run();
        }

        @Override
        public void changed(Resource live) {
            if (wanted.contains(live.key())) {
                objects.put(live.key(), live);
                changed.run();
            }
        }

        @Override
        public void deleted(Resource last) {
            if (objects.remove(last.key()) != null) {
                changed.run();
            }
        }

        @Override
        public void lost(ClusterException why) {
            lost = why;
            changed.run();
        }

        @Override
        public void resumed() {
            lost = null;
            changed.run();
        }
    }
}
