package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** What is to be told of, each resource once and as it was last; beyond a thousand only how often. */
final class BoundedDrifts {
    private static final int MOST = 1000;

    private final Map<ResourceKey, AlertedDrift> drifts = new LinkedHashMap<>();
    private int more;

    void put(AlertedDrift drift) {
        if (drifts.size() < MOST || drifts.containsKey(drift.resource())) {
            drifts.put(drift.resource(), drift);
        } else {
            more++;
        }
    }

    void change(ResourceKey key, UnaryOperator<AlertedDrift> change) {
        drifts.computeIfPresent(key, (same, drift) -> change.apply(drift));
    }

    boolean isEmpty() {
        return drifts.isEmpty();
    }

    Collection<AlertedDrift> listed() {
        return List.copyOf(drifts.values());
    }

    int more() {
        return more;
    }

    void clear() {
        drifts.clear();
        more = 0;
    }
}
