package io.jenkins.plugins.gitops.engine.testbed;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a user may do, as a Kubernetes Role says it.
 *
 * @param apiGroups API groups, {@code ""} for the core
 * @param resources plural names
 * @param verbs get, list, watch, create, update, patch, delete or {@code *}
 */
public record PolicyRule(List<String> apiGroups, List<String> resources, List<String> verbs) {
    /** Read and watch these resources of one API group. */
    public static PolicyRule read(String apiGroup, String... resources) {
        return new PolicyRule(List.of(apiGroup), List.of(resources), List.of("get", "list", "watch"));
    }

    /** Do anything with these resources of one API group. */
    public static PolicyRule all(String apiGroup, String... resources) {
        return new PolicyRule(List.of(apiGroup), List.of(resources), List.of("*"));
    }

    String json() {
        return "{\"apiGroups\":%s,\"resources\":%s,\"verbs\":%s}"
                .formatted(list(apiGroups), list(resources), list(verbs));
    }

    private static String list(List<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(",", "[", "]"));
    }
}
