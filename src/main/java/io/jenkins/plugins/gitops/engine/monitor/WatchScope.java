package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;

/**
 * What one watch is about.
 *
 * @param type the kind
 * @param namespace where; empty for a kind that lives in none
 * @param tracked only what carries a tracking label, whoever's
 */
record WatchScope(ResourceType type, String namespace, boolean tracked) {

    boolean covers(ResourceKey key) {
        return type.kind().kind().equals(key.kind())
                && type.kind().group().equals(key.group())
                && namespace.equals(key.namespace());
    }

    /** The same without the restriction to what is tracked. */
    WatchScope whole() {
        return new WatchScope(type, namespace, false);
    }
}
