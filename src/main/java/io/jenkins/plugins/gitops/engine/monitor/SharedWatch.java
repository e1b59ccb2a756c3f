package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** One watch for all environments that desire objects there. It keeps none of them. */
final class SharedWatch implements AutoCloseable {
    private final Cluster cluster;
    private final WatchScope scope;
    private final Autoscalers autoscalers;
    private final LongAdder heard;
    private final Object running = new Object();
    private final Set<EnvironmentView> views = ConcurrentHashMap.newKeySet();

    @CheckForNull
    private Run run;

    /** Why it cannot be seen; null while it can, or is not known to be lost. */
    @CheckForNull
    private volatile String lost;

    /** @param heard counts what the cluster tells */
    SharedWatch(Cluster cluster, WatchScope scope, Autoscalers autoscalers, LongAdder heard) {
        this.cluster = cluster;
        this.scope = scope;
        this.autoscalers = autoscalers;
        this.heard = heard;
    }

    void add(EnvironmentView view) {
        views.add(view);
    }

    void remove(EnvironmentView view) {
        views.remove(view);
    }

    boolean isUnused() {
        return views.isEmpty();
    }

    Optional<String> lost() {
        return Optional.ofNullable(lost);
    }

    boolean isStarted() {
        synchronized (running) {
            return run != null;
        }
    }

    /** Begins, or begins anew: everything is listed again. */
    void start() {
        synchronized (running) {
            close();
            Run next = new Run();
            run = next;
            try {
                next.watching = cluster.watch(
                        scope.type(),
                        Optional.of(scope.namespace()).filter(name -> !name.isEmpty()),
                        scope.tracked() ? Optional.of(Tracking.LABEL) : Optional.empty(),
                        next);
            } catch (ClusterException e) {
                run = null;
                lose(e);
            }
        }
    }

    private void lose(ClusterException why) {
        lost = why.getMessage();
        views.forEach(EnvironmentView::sightChanged);
    }

    @Override
    public void close() {
        synchronized (running) {
            if (run != null && run.watching != null) {
                run.watching.close();
            }
            run = null;
        }
    }

    /** One time that it runs. What an earlier one still has to say is not heard. */
    private final class Run implements WatchListener {
        @CheckForNull
        private Watching watching;

        private void hear(Runnable news) {
            synchronized (running) {
                if (run == this) {
                    heard.increment();
                    news.run();
                }
            }
        }

        /** An autoscaler counts whoever made it: of those, one who sees only what is tracked has nothing to say. */
        private boolean seesAll() {
            return !scope.tracked();
        }

        @Override
        public void listed(List<Resource> live) {
            hear(() -> {
                Map<ResourceKey, Resource> byKey = new HashMap<>();
                live.forEach(resource -> byKey.put(resource.key(), resource));
                Map<Object, List<Resource>> byLabel = live.stream()
                        .filter(resource -> resource.labels().containsKey(Tracking.LABEL))
                        .collect(Collectors.groupingBy(
                                resource -> resource.labels().get(Tracking.LABEL)));
                if (seesAll()) {
                    autoscalers.forget(key -> scope.covers(key) && !byKey.containsKey(key));
                    live.forEach(autoscalers::see);
                }
                views.forEach(view -> view.listed(scope, byKey, byLabel.getOrDefault(view.label(), List.of())));
            });
        }

        @Override
        public void changed(Resource live) {
            hear(() -> {
                if (seesAll()) {
                    autoscalers.see(live);
                }
                views.forEach(view -> view.changed(live));
            });
        }

        @Override
        public void deleted(Resource last) {
            hear(() -> {
                ResourceKey key = last.key();
                if (seesAll()) {
                    autoscalers.forget(key::equals);
                }
                views.forEach(view -> view.deleted(key));
            });
        }

        @Override
        public void lost(ClusterException why) {
            hear(() -> lose(why));
        }

        @Override
        public void resumed() {
            hear(() -> {
                lost = null;
                views.forEach(EnvironmentView::sightChanged);
            });
        }
    }
}
