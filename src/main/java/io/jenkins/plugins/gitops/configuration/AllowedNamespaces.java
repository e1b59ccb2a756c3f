package io.jenkins.plugins.gitops.configuration;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.DeleteOptions;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A cluster as far as an administrator lets jobs in: what lives in other namespaces is neither read nor written, what
 * lives in none is read alone.
 */
final class AllowedNamespaces implements Cluster {
    private final Cluster cluster;
    private final List<String> namespaces;

    AllowedNamespaces(Cluster cluster, List<String> namespaces) {
        this.cluster = cluster;
        this.namespaces = List.copyOf(namespaces);
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
        if (!type.namespaced()) {
            return cluster.list(type, namespace, labelSelector);
        }
        List<Resource> all = new ArrayList<>();
        for (String one : meant(namespace)) {
            all.addAll(cluster.list(type, Optional.of(one), labelSelector));
        }
        return all;
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener)
            throws ClusterException {
        if (!type.namespaced()) {
            return cluster.watch(type, namespace, labelSelector, listener);
        }
        List<String> meant = meant(namespace);
        if (meant.size() > 1) {
            throw refused("all namespaces at once");
        }
        return cluster.watch(type, Optional.of(meant.get(0)), labelSelector, listener);
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) throws ClusterException {
        if (type.namespaced()) {
            check(namespace);
        }
        return cluster.get(type, namespace, name);
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) throws ClusterException {
        checkWritten(desired);
        return cluster.apply(desired, options);
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) throws ClusterException {
        checkWritten(desired);
        return cluster.replace(desired, options);
    }

    @Override
    public void delete(Resource live, DeleteOptions options) throws ClusterException {
        checkWritten(live);
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

    private List<String> meant(Optional<String> namespace) throws ClusterException {
        if (namespace.isEmpty()) {
            return namespaces;
        }
        check(namespace.get());
        return List.of(namespace.get());
    }

    private void checkWritten(Resource resource) throws ClusterException {
        if (!namespaces.contains(resource.namespace())) {
            throw refused(resource.key().toString());
        }
    }

    private void check(String namespace) throws ClusterException {
        if (!namespaces.contains(namespace)) {
            throw refused("namespace " + namespace);
        }
    }

    private ClusterException refused(String what) {
        return new ClusterException(
                ClusterException.Reason.FORBIDDEN,
                Messages.AllowedNamespaces_refused(cluster.name(), String.join(", ", namespaces), what));
    }
}
