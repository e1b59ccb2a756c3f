package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Stands where no cluster may be asked (the pull model): every question ends in the same sentence, never in green. */
public final class NoCluster implements Cluster {
    private final String environment;

    /** @param environment for the sentence */
    public NoCluster(String environment) {
        this.environment = environment;
    }

    private ClusterException nobody() {
        return new ClusterException(
                Reason.UNAUTHORIZED,
                "gitops.yaml names no cluster for environment " + environment
                        + ", so that nothing can be seen of it from here");
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public Set<ResourceType> types() throws ClusterException {
        throw nobody();
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) throws ClusterException {
        throw nobody();
    }

    @Override
    public void refresh() {}

    @Override
    public Executor calls() {
        return Runnable::run;
    }

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector)
            throws ClusterException {
        throw nobody();
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener)
            throws ClusterException {
        throw nobody();
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) throws ClusterException {
        throw nobody();
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) throws ClusterException {
        throw nobody();
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) throws ClusterException {
        throw nobody();
    }

    @Override
    public void delete(Resource live, DeleteOptions options) throws ClusterException {
        throw nobody();
    }

    @Override
    public void close() {}
}
