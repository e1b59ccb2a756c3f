package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Health scripts by the kinds they judge, as Argo CD finds its own: the script named after the kind, else the first in
 * order whose name matches with {@code _} standing for any characters (Argo CD: {@code resource_customizations}).
 */
public final class HealthScripts {
    private static final HealthScripts NONE = new HealthScripts(Map.of());

    private final Map<String, HealthScript> exact = new TreeMap<>();
    private final List<Wildcard> wildcards;

    /** @param scripts by {@code GROUP/KIND}, or {@code KIND} alone for the core group */
    HealthScripts(Map<String, HealthScript> scripts) {
        exact.putAll(scripts);
        wildcards = exact.entrySet().stream()
                .filter(script -> script.getKey().contains("_"))
                .map(script -> new Wildcard(pattern(script.getKey()), script.getValue()))
                .toList();
    }

    /** No scripts at all. */
    public static HealthScripts none() {
        return NONE;
    }

    Optional<HealthScript> scriptFor(GroupKind kind) {
        if (exact.isEmpty()) {
            return Optional.empty();
        }
        String key = kind.group().isEmpty() ? kind.kind() : kind.group() + "/" + kind.kind();
        HealthScript own = exact.get(key);
        return own != null
                ? Optional.of(own)
                : wildcards.stream()
                        .filter(wildcard -> wildcard.pattern.matcher(key).matches())
                        .map(Wildcard::script)
                        .findFirst();
    }

    private static Pattern pattern(String key) {
        return Pattern.compile(
                Arrays.stream(key.split("_", -1)).map(Pattern::quote).collect(Collectors.joining("[^/]*")));
    }

    private record Wildcard(Pattern pattern, HealthScript script) {}
}
