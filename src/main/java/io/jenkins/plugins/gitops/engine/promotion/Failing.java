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

    /** Kinds whose own deadline has passed when they are called failed: there is nothing left to wait for. */
    private static final Set<GroupKind> FINAL =
            Set.of(new GroupKind("apps", "Deployment"), new GroupKind("batch", "Job"));

    private final Map<ResourceKey, Instant> since = new HashMap<>();

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
        for (ResourceState resource : resources) {
            if (resource.standing() == Standing.FAILED || troubles.containsKey(resource.key())) {
                seen.put(resource.key(), since.getOrDefault(resource.key(), now));
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
        return Stream.concat(Stream.ofNullable(saidSince), since.values().stream())
                .min(Instant::compareTo)
                .map(first -> first.plus(GRACE));
    }

    private boolean isHopeless(ResourceState resource, Instant now) {
        Instant first = since.get(resource.key());
        if (first == null) {
            return false;
        }
        boolean last = resource.standing() == Standing.FAILED
                && FINAL.contains(resource.key().groupKind());
        return last || !now.isBefore(first.plus(GRACE));
    }

    private static String describe(ResourceState resource, Map<ResourceKey, String> troubles) {
        String trouble = troubles.get(resource.key());
        String health = resource.health()
                .map(word -> " is " + word.status() + ": " + word.message())
                .orElse(" has failed");
        return resource.key() + health + (trouble == null ? "" : " (" + trouble + ")");
    }
}
