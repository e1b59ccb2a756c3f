package io.jenkins.plugins.gitops.configuration;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
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

/** Writes down what it is asked. */
final class RecordingCluster implements Cluster {
    final List<String> calls = new ArrayList<>();

    @Override
    public String name() {
        return "prod";
    }

    @Override
    public Set<ResourceType> types() {
        return Set.of();
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) {
        return Optional.empty();
    }

    @Override
    public void refresh() {
        calls.add("refresh");
    }

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector) {
        calls.add("list " + type.plural() + " " + namespace.orElse("everywhere"));
        return List.of();
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener) {
        calls.add("watch " + type.plural() + " " + namespace.orElse("everywhere"));
        return () -> {};
    }

    @Override
    public Optional<Resource> get(ResourceType type, String namespace, String name) {
        calls.add("get " + type.plural() + " " + namespace + " " + name);
        return Optional.empty();
    }

    @Override
    public Resource apply(Resource desired, ApplyOptions options) {
        calls.add("apply " + desired.key());
        return desired;
    }

    @Override
    public Resource replace(Resource desired, ApplyOptions options) {
        calls.add("replace " + desired.key());
        return desired;
    }

    @Override
    public void delete(Resource live, DeleteOptions options) {
        calls.add("delete " + live.key());
    }

    @Override
    public void close() {
        calls.add("close");
    }
}
