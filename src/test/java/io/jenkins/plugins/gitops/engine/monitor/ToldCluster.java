package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.DeleteOptions;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.cluster.WatchListener;
import io.jenkins.plugins.gitops.engine.cluster.Watching;
import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster whose watches tell what the test says, and of which nothing else can be asked. */
final class ToldCluster implements Cluster {
    static final ResourceType MAPS = type("", "ConfigMap", "configmaps");
    static final ResourceType DEPLOYMENTS = type("apps", "Deployment", "deployments");
    static final ResourceType AUTOSCALERS =
            type(Autoscaled.AUTOSCALER.group(), Autoscaled.AUTOSCALER.kind(), "horizontalpodautoscalers");

    /** Who listens to the watches that were begun and not closed, by {@link #name(ResourceType, boolean)}. */
    private final Map<String, WatchListener> listeners = new LinkedHashMap<>();

    private static ResourceType type(String group, String kind, String plural) {
        return new ResourceType(new GroupKind(group, kind), "v1", plural, true, Set.of("list", "watch"));
    }

    private static String name(ResourceType type, boolean tracked) {
        return type.plural() + (tracked ? " that are tracked" : "");
    }

    /** The watch of a kind; of all objects, or only of those with a tracking label. */
    WatchListener watch(ResourceType type, boolean tracked) {
        return listeners.get(name(type, tracked));
    }

    int watches() {
        return listeners.size();
    }

    @Override
    public Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener) {
        String name = name(type, labelSelector.isPresent());
        listeners.put(name, listener);
        return () -> listeners.remove(name, listener);
    }

    @Override
    public String name() {
        return "told";
    }

    @Override
    public Set<ResourceType> types() {
        return Set.of(MAPS, DEPLOYMENTS, AUTOSCALERS);
    }

    @Override
    public Optional<ResourceType> type(GroupKind kind) {
        return types().stream().filter(type -> type.kind().equals(kind)).findAny();
    }

    @Override
    public void refresh() {}

    @Override
    public List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector) {
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
