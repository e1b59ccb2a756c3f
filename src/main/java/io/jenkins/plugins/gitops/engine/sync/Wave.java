package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Objects that are applied together, before the next wave begins.
 *
 * @param phase when in the sync
 * @param number the wave of their annotations
 * @param foundation whether these are definitions and namespaces, which must be there before the others of the number
 * @param objects in the order they are applied
 */
record Wave(Phase phase, int number, boolean foundation, List<Resource> objects) implements Comparable<Wave> {

    /** The phases of a sync in their order; {@code FAIL} runs only where one of the others failed. */
    enum Phase {
        PRE_SYNC("PreSync"),
        SYNC("Sync"),
        POST_SYNC("PostSync"),
        FAIL("SyncFail");

        private final String word;

        Phase(String word) {
            this.word = word;
        }
    }

    private static final Comparator<Wave> ORDER =
            Comparator.comparing(Wave::phase).thenComparing(Wave::number).thenComparing(wave -> !wave.foundation());

    /** The waves of a desired state in their order; hooks without a known phase, and skipped objects, in none. */
    static List<Wave> of(List<Resource> desired) {
        Map<Wave, List<Resource>> waves = new TreeMap<>();
        for (Resource resource : desired) {
            for (Phase phase : phases(resource)) {
                Wave key = new Wave(phase, SyncOptions.wave(resource), isFoundation(resource), List.of());
                waves.computeIfAbsent(key, empty -> new ArrayList<>()).add(resource);
            }
        }
        List<Wave> ordered = new ArrayList<>();
        waves.forEach((key, objects) -> {
            objects.sort(KindOrder.ORDER);
            ordered.add(new Wave(key.phase(), key.number(), key.foundation(), List.copyOf(objects)));
        });
        return ordered;
    }

    private static List<Phase> phases(Resource resource) {
        if (ArgoCdHooks.isSkipped(resource)) {
            return List.of();
        }
        if (!ArgoCdHooks.isHook(resource)) {
            return List.of(Phase.SYNC);
        }
        List<String> words = ArgoCdHooks.phases(resource);
        return List.of(Phase.values()).stream()
                .filter(phase -> words.contains(phase.word))
                .toList();
    }

    static boolean isFoundation(Resource resource) {
        return resource.kind().equals("Namespace") && resource.group().isEmpty() || isDefinition(resource);
    }

    static boolean isDefinition(Resource resource) {
        return resource.kind().equals("CustomResourceDefinition")
                && resource.group().equals("apiextensions.k8s.io");
    }

    @Override
    public int compareTo(Wave other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return phase.word + " wave " + number;
    }
}
