package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.DeleteOptions;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cluster that knows ConfigMaps alone, and only reads and deletes. */
final class ListedCluster implements Cluster {
    private static final ResourceType MAPS =
            new ResourceType(new GroupKind("", "ConfigMap"), "v1", "configmaps", true, Set.of("list", "delete"));

    List<Resource> objects = List.of();

    @Override
    public String name() {
        return "listed";
    }

    @Override
    public Set<ResourceType> types() {
        return Set.of(MAPS);
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) {
        return kind.equals(MAPS.kind()) ? Optional.of(MAPS) : Optional.empty();
    }

    @Override
    public void refresh() {}

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector) {
        return objects.stream()
                .filter(object -> object.key().groupKind().equals(type.kind()))
                .filter(object -> namespace.isEmpty() || namespace.get().equals(object.namespace()))
                .toList();
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Resource live, DeleteOptions options) {
        objects = objects.stream().filter(object -> !object.equals(live)).toList();
    }

    @Override
    public void close() {}
}
