package io.jenkins.plugins.gitops.engine.health;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Map;

/** Live objects for tests, written as YAML. */
final class Live {

    private Live() {}

    @SuppressWarnings("unchecked")
    static Resource of(String yaml) {
        return Resource.of((Map<String, Object>) Serialization.unmarshal(yaml, Map.class));
    }

    /** An object of a kind named {@code shop/web}, with the rest of its YAML at the top level. */
    static Resource of(String apiVersion, String kind, String rest) {
        return of("apiVersion: " + apiVersion + "\nkind: " + kind + "\n" + rest)
                .with("web", "metadata", "name")
                .with("shop", "metadata", "namespace");
    }
}
