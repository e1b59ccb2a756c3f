package io.jenkins.plugins.gitops.engine.desired;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an environment should be at a revision.
 *
 * @param revision the commit
 * @param tree the id of the whole tree: two revisions with the same one desire the same
 * @param namespace where objects live that name no namespace
 * @param resources as rendered
 */
public record DesiredState(String revision, String tree, String namespace, List<Resource> resources) {

    public DesiredState {
        resources = List.copyOf(resources);
    }

    /**
     * The resources with their namespace written, as a cluster will have them: the destination's where a namespaced
     * object names none, none where the kind has none. A kind the cluster does not know yet is taken as namespaced
     * unless a definition of it comes along.
     */
    public List<Resource> placedIn(Cluster cluster) throws ClusterException {
        List<Resource> placed = new ArrayList<>(resources.size());
        for (Resource resource : resources) {
            if (!isNamespaced(resource, cluster)) {
                placed.add(resource.without("metadata", "namespace"));
            } else if (resource.namespace().isEmpty()) {
                placed.add(resource.with(namespace, "metadata", "namespace"));
            } else {
                placed.add(resource);
            }
        }
        return placed;
    }

    /** What is to be there: the same objects by their identity, without hooks, which only run around a sync. */
    public Map<ResourceKey, Resource> objectsIn(Cluster cluster) throws ClusterException {
        Map<ResourceKey, Resource> objects = new LinkedHashMap<>();
        for (Resource resource : placedIn(cluster)) {
            if (!ArgoCdHooks.isHook(resource) && !ArgoCdHooks.isSkipped(resource)) {
                objects.put(resource.key(), resource);
            }
        }
        return objects;
    }

    private boolean isNamespaced(Resource resource, Cluster cluster) throws ClusterException {
        Optional<ResourceType> type = cluster.type(resource.key().groupKind());
        if (type.isPresent()) {
            return type.get().namespaced();
        }
        return resources.stream()
                .filter(other -> other.kind().equals("CustomResourceDefinition"))
                .filter(other -> other.text("spec", "group").equals(resource.group())
                        && other.text("spec", "names", "kind").equals(resource.kind()))
                .noneMatch(other -> other.text("spec", "scope").equals("Cluster"));
    }
}
