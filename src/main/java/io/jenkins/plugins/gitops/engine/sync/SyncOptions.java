package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an object's annotations ask of a sync (Argo CD: sync-options, sync-wave, hook-delete-policy).
 *
 * @param options as written, {@code Key=value} or a word alone
 */
record SyncOptions(Set<String> options) {
    private static final String OPTIONS = "argocd.argoproj.io/sync-options";
    private static final String WAVE = "argocd.argoproj.io/sync-wave";
    private static final String HELM_WEIGHT = "helm.sh/hook-weight";
    private static final String DELETE_POLICY = "argocd.argoproj.io/hook-delete-policy";

    static SyncOptions of(Resource resource) {
        return new SyncOptions(words(resource, OPTIONS));
    }

    /** Whether the object is replaced as a whole. */
    boolean replacesUnder(SyncPolicy policy) {
        return policy.replace() || options.contains("Replace=true");
    }

    boolean force() {
        return options.contains("Force=true");
    }

    boolean validate() {
        return !options.contains("Validate=false");
    }

    /** Why the object may not be pruned, or empty. */
    String noPrune() {
        if (options.contains("Prune=false")) {
            return "its annotation says Prune=false";
        }
        return options.contains("Prune=confirm") ? "its annotation says Prune=confirm; delete it by hand" : "";
    }

    /** The wave, 0 where none or no number is written. */
    static int wave(Resource resource) {
        String text = resource.annotation(WAVE)
                .or(() -> resource.annotation(HELM_WEIGHT))
                .orElse("0");
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static Set<String> deletePolicy(Resource hook) {
        Set<String> policy = words(hook, DELETE_POLICY);
        return policy.isEmpty() ? Set.of("BeforeHookCreation") : policy;
    }

    private static Set<String> words(Resource resource, String annotation) {
        return Arrays.stream(resource.annotation(annotation).orElse("").split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
