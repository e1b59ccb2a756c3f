package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.diff.Autoscaled;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The autoscalers of a cluster that are seen: of each only what it scales. */
final class Autoscalers {
    private final Map<ResourceKey, Resource> known = new HashMap<>();
    private volatile Autoscaled scaled = new Autoscaled(known.values().stream());

    /** Takes what an object says, where it is an autoscaler. */
    synchronized void see(Resource live) {
        if (live.key().groupKind().equals(Autoscaled.AUTOSCALER)) {
            Resource target = Resource.of(Map.of(
                    "apiVersion", live.apiVersion(),
                    "kind", live.kind(),
                    "metadata", Map.of("name", live.name(), "namespace", live.namespace()),
                    "spec", Map.of("scaleTargetRef", live.map("spec", "scaleTargetRef"))));
            if (!target.equals(known.put(live.key(), target))) {
                count();
            }
        }
    }

    /** Forgets those that are gone. */
    synchronized void forget(Predicate<ResourceKey> gone) {
        if (known.keySet().removeIf(gone)) {
            count();
        }
    }

    private void count() {
        scaled = new Autoscaled(known.values().stream());
    }

    /** Whether one of them sets a workload's replicas. */
    boolean scale(ResourceKey workload) {
        return scaled.contains(workload);
    }
}
