package io.jenkins.plugins.gitops.cli.simulation;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the simulation says it serves. */
final class Discovery {
    private static final List<String> VERBS = List.of("get", "list", "watch", "create", "update", "patch", "delete");

    private Discovery() {}

    static Map<String, Object> answer(String path) {
        return switch (path) {
            case "/version" -> Map.of("major", "1", "minor", "36", "gitVersion", "v1.36.0-simulated");
            case "/api" -> Map.of("kind", "APIVersions", "versions", List.of("v1"));
            case "/apis" -> Map.of("kind", "APIGroupList", "apiVersion", "v1", "groups", List.of(group("apps", "v1")));
            case "/api/v1" -> resources("", "v1");
            case "/apis/apps/v1" -> resources("apps", "v1");
            default -> throw new Refusal(404, "NotFound", "the simulation has no " + path);
        };
    }

    private static Map<String, Object> group(String group, String version) {
        Map<String, Object> served = Map.of("groupVersion", group + "/" + version, "version", version);
        return Map.of("name", group, "versions", List.of(served), "preferredVersion", served);
    }

    private static Map<String, Object> resources(String group, String version) {
        List<Map<String, Object>> resources = SimulatedKind.ALL.stream()
                .filter(kind -> kind.group().equals(group))
                .map(kind -> Map.<String, Object>of(
                        "name", kind.plural(),
                        "singularName", kind.kind().toLowerCase(Locale.ROOT),
                        "namespaced", kind.namespaced(),
                        "kind", kind.kind(),
                        "verbs", VERBS))
                .toList();
        return Map.of(
                "kind",
                "APIResourceList",
                "apiVersion",
                "v1",
                "groupVersion",
                group.isEmpty() ? version : group + "/" + version,
                "resources",
                resources);
    }
}
