package io.jenkins.plugins.gitops.engine.resource;

import java.util.Comparator;

/**
 * What makes two Kubernetes objects the same one: everything but the version, since one object is served in many.
 *
 * @param group the API group, empty for the core group
 * @param kind the kind
 * @param namespace the namespace, empty for a cluster-scoped object
 * @param name the name
 */
public record ResourceKey(String group, String kind, String namespace, String name) implements Comparable<ResourceKey> {
    private static final Comparator<ResourceKey> ORDER = Comparator.comparing(ResourceKey::namespace)
            .thenComparing(ResourceKey::group)
            .thenComparing(ResourceKey::kind)
            .thenComparing(ResourceKey::name);

    /** The group and kind alone. */
    public GroupKind groupKind() {
        return new GroupKind(group, kind);
    }

    /** The same object in another namespace. */
    public ResourceKey in(String otherNamespace) {
        return new ResourceKey(group, kind, otherNamespace, name);
    }

    @Override
    public int compareTo(ResourceKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code Deployment.apps shop/web}, as a person would name it. */
    @Override
    public String toString() {
        return groupKind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
