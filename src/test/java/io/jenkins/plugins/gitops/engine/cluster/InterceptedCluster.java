package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster in whose way a test puts things. */
public final class InterceptedCluster implements Cluster {
    private final Cluster cluster;
    private final Set<GroupKind> unheard = ConcurrentHashMap.newKeySet();
    private final Map<ResourceKey, ClusterException> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile CountDownLatch writes = new CountDownLatch(0);
    private volatile Runnable afterReading = () -> {};

    public InterceptedCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Does something whenever an object was read, before whoever read it knows. */
    public void afterReading(Runnable action) {
        afterReading = action;
    }

    /** Watches of a kind that are begun from now on tell nothing. */
    public void silence(GroupKind kind) {
        unheard.add(kind);
    }

    /** Refuses to have an object written from now on. */
    public void refuse(ResourceKey key, ClusterException why) {
        refusals.put(key, why);
    }

    /** Has everybody who writes wait from now on. */
    public void holdWrites() {
        writes = new CountDownLatch(1);
    }

    /** How many wait to write. */
    public int heldWrites() {
        return waiting.get();
    }

    /** Ends {@link #holdWrites}. */
    public void letWrite() {
        writes.countDown();
    }

    @Override
    public String name() {
        return cluster.name();
    }

    @Override
    public Set<ResourceType> types() throws ClusterException {
        return cluster.types();
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) throws ClusterException {
        return cluster.type(kind);
    }

    @Override
    public void refresh() {
        cluster.refresh();
    }

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector)
            throws ClusterException {
        return cluster.list(type, namespace, labelSelector);
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener)
            throws ClusterException {
        return unheard.contains(type.kind()) ? () -> {} : cluster.watch(type, namespace, labelSelector, listener);
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) throws ClusterException {
        Optional<Resource> read = cluster.get(type, namespace, name);
        afterReading.run();
        return read;
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) throws ClusterException {
        waitToWrite();
        ClusterException refusal = refusals.get(desired.key());
        if (refusal != null) {
            throw refusal;
        }
        return cluster.apply(desired, options);
    }

    private void waitToWrite() throws ClusterException {
        waiting.incrementAndGet();
        try {
            writes.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException(ClusterException.Reason.UNREACHABLE, "interrupted", e);
        } finally {
            waiting.decrementAndGet();
        }
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) throws ClusterException {
        return cluster.replace(desired, options);
    }

    @Override
    public void delete(Resource live, DeleteOptions options) throws ClusterException {
        cluster.delete(live, options);
    }

    @Override
    public long requests() {
        return cluster.requests();
    }

    @Override
    public Executor calls() {
        return cluster.calls();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
