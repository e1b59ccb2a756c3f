package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which objects are hooks: run around a sync, not part of what is deployed. Argo CD's annotation decides, Helm's where
 * that one is missing (Argo CD: {@code sync/hook}).
 */
public final class ArgoCdHooks {
    private static final String HOOK = "argocd.argoproj.io/hook";
    private static final String HELM_HOOK = "helm.sh/hook";
    private static final String FINALIZER = "argocd.argoproj.io/hook-finalizer";
    private static final Set<String> PHASES = Set.of("PreSync", "Sync", "PostSync", "SyncFail", "Skip");
    private static final Map<String, String> HELM_PHASES = Map.of(
            "pre-install", "PreSync",
            "pre-upgrade", "PreSync",
            "post-upgrade", "PostSync",
            "post-install", "PostSync");

    private ArgoCdHooks() {}

    /** Whether the object is a hook of any kind, known or not. */
    public static boolean isHook(Resource resource) {
        if (resource.annotation(HOOK).isPresent()) {
            return !isSkipped(resource);
        }
        return resource.annotation(HELM_HOOK)
                .filter(value -> !value.equals("crd-install"))
                .isPresent();
    }

    /** Whether the object must not be applied at all: its only phase is {@code Skip}. */
    public static boolean isSkipped(Resource resource) {
        return phases(resource).equals(List.of("Skip"));
    }

    /** Whether the object is a hook of which no phase is known, and so plays no part. */
    public static boolean isIgnored(Resource resource) {
        return isHook(resource) && phases(resource).isEmpty();
    }

    /** The phases the object runs in, in Argo CD's words, each once. */
    public static List<String> phases(Resource resource) {
        List<String> phases =
                words(resource, HOOK).stream().filter(PHASES::contains).toList();
        if (!phases.isEmpty()) {
            return phases;
        }
        return words(resource, HELM_HOOK).stream()
                .filter(HELM_PHASES::containsKey)
                .map(HELM_PHASES::get)
                .distinct()
                .toList();
    }

    static boolean hasFinalizer(Resource resource) {
        return resource.list("metadata", "finalizers").contains(FINALIZER);
    }

    private static List<String> words(Resource resource, String annotation) {
        return Arrays.stream(resource.annotation(annotation).orElse("").split(",", -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .distinct()
                .toList();
    }
}
