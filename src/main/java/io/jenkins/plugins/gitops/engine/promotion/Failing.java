package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.delivery.ResourceState;
import io.jenkins.plugins.gitops.engine.delivery.Word;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells what has failed for good from what may still mend itself. */
final class Failing {
    /** A failure that may pass (an autoscaler without its first metrics, a pull that is tried again) gets this long. */
    static final Duration GRACE = Duration.ofSeconds(30);

    /**
     * A Deployment that goes back to pods it had before keeps the word about the rollout that failed until its controller
     * has counted the pods again.
     */
    static final Duration LINGERS = Duration.ofSeconds(10);

    /** Kinds whose own deadline has passed when they are called failed: there is little left to wait for. */
    private static final Set<GroupKind> FINAL =
            Set.of(new GroupKind("apps", "Deployment"), new GroupKind("batch", "Job"));

    private final Map<ResourceKey, Instant> since = new HashMap<>();
    private final Map<ResourceKey, Instant> ends = new HashMap<>();

    @CheckForNull
    private Instant saidSince;

    /**
     * What cannot become healthy any more, as sentences.
     *
     * @param resources the objects as they are live
     * @param troubles what is wrong with the pods of objects that are still progressing
     */
    List<String> hopeless(List<ResourceState> resources, Map<ResourceKey, String> troubles, Instant now) {
        Map<ResourceKey, Instant> seen = new HashMap<>();
        ends.clear();
        for (ResourceState resource : resources) {
            if (resource.standing() == Standing.FAILED || troubles.containsKey(resource.key())) {
                Instant first = since.getOrDefault(resource.key(), now);
                seen.put(resource.key(), first);
                ends.put(resource.key(), first.plus(grace(resource)));
            }
        }
        since.clear();
        since.putAll(seen);
        return resources.stream()
                .filter(resource -> isHopeless(resource, now))
                .map(resource -> describe(resource, troubles))
                .toList();
    }

    /** What who delivers has called failed for as long as the grace lasts, as sentences; may be added to. */
    List<String> hopeless(Word word, Instant now) {
        List<String> hopeless = new ArrayList<>();
        if (word instanceof Word.Failed failed) {
            saidSince = saidSince == null ? now : saidSince;
            if (!now.isBefore(saidSince.plus(GRACE))) {
                hopeless.add(failed.why());
            }
        } else {
            saidSince = null;
        }
        return hopeless;
    }

    /** When the next grace ends. */
    Optional<Instant> next() {
        return Stream.concat(Stream.ofNullable(saidSince).map(said -> said.plus(GRACE)), ends.values().stream())
                .min(Instant::compareTo);
    }

    private boolean isHopeless(ResourceState resource, Instant now) {
        Instant end = ends.get(resource.key());
        return end != null && !now.isBefore(end);
    }

    private static Duration grace(ResourceState resource) {
        boolean isFinal = resource.standing() == Standing.FAILED
                && FINAL.contains(resource.key().groupKind());
        return isFinal ? LINGERS : GRACE;
    }

    private static String describe(ResourceState resource, Map<ResourceKey, String> troubles) {
        String trouble = troubles.get(resource.key());
        String health = resource.health()
                .map(word -> " is " + word.status() + ": " + word.message())
                .orElse(" has failed");
        return resource.key() + health + (trouble == null ? "" : " (" + trouble + ")");
    }
}
