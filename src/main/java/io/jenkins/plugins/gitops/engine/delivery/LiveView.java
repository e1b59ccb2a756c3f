package io.jenkins.plugins.gitops.engine.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

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
        Optional<ResourceType> autoscalers = cluster.type(Autoscaled.AUTOSCALER);
        for (ResourceKey key : keys) {
            if (autoscalers.isPresent() && key.group().equals("apps")) {
                parts.computeIfAbsent(new Scope(autoscalers.get(), key.namespace()), Part::new);
            }
        }
        parts.values().forEach(Part::begin);
    }

    /** The wanted objects that are live now, and the autoscalers beside them. */
    Map<ResourceKey, Resource> live() {
        Map<ResourceKey, Resource> live = new HashMap<>();
        parts.values().forEach(part -> live.putAll(part.objects));
        return live;
    }

    /** Why some of it cannot be seen, as sentences; empty when all can. */
    List<String> unseen() {
        return parts.values().stream()
                .filter(Part::isWanted)
                .map(part -> part.unseen)
                .filter(Objects::nonNull)
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

    private boolean isKept(ResourceKey key) {
        return wanted.contains(key) || key.groupKind().equals(Autoscaled.AUTOSCALER);
    }

    @Override
    public void close() {
        parts.values().forEach(Part::end);
    }

    /** One watch. */
    private final class Part implements WatchListener {
        private final Scope scope;
        private final Map<ResourceKey, Resource> objects = new ConcurrentHashMap<>();

        /** Why it cannot be seen; null while it can. */
        @CheckForNull
        private volatile String unseen;

        @CheckForNull
        private Watching watching;

        Part(Scope scope) {
            this.scope = scope;
            this.unseen = scope.type().kind() + " in " + scope.namespace() + " has not been listed yet";
        }

        boolean isWanted() {
            return wanted.stream()
                    .anyMatch(key -> key.groupKind().equals(scope.type().kind())
                            && key.namespace().equals(scope.namespace()));
        }

        void begin() {
            Optional<String> namespace = Optional.of(scope.namespace()).filter(name -> !name.isEmpty());
            try {
                watching = cluster.watch(scope.type(), namespace, Optional.empty(), this);
            } catch (ClusterException e) {
                unseen = e.getMessage();
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
                if (isKept(resource.key())) {
                    fresh.put(resource.key(), resource);
                }
            }
            objects.keySet().retainAll(fresh.keySet());
            objects.putAll(fresh);
            unseen = null;
            changed.run();
        }

        @Override
        public void changed(Resource live) {
            if (isKept(live.key())) {
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
            unseen = why.getMessage();
            changed.run();
        }

        @Override
        public void resumed() {
            unseen = null;
            changed.run();
        }
    }
}
