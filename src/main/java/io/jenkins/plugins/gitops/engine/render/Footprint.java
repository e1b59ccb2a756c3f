package io.jenkins.plugins.gitops.engine.render;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;

/** Roughly how much memory manifests take. */
final class Footprint {
    private static final int ENTRY = 64;
    private static final int VALUE = 24;

    private Footprint() {}

    static long of(List<Resource> manifests) {
        return manifests.stream().mapToLong(resource -> of(resource.content())).sum();
    }

    private static long of(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .mapToLong(entry -> ENTRY + of(entry.getKey()) + of(entry.getValue()))
                    .sum();
        }
        if (value instanceof List<?> list) {
            return ENTRY + list.stream().mapToLong(Footprint::of).sum();
        }
        return value instanceof String text ? VALUE + text.length() : VALUE;
    }
}
