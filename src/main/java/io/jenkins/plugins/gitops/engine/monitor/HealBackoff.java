package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a resource may be healed again: at once, then after 2 s, three times as long each time, 300 s at most (Argo CD's
 * self-heal backoff). Whoever changes it back each time is not fought for ever.
 */
final class HealBackoff {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final int FACTOR = 3;
    private static final Duration FIRST_MISS = Duration.ofSeconds(1);
    private static final Duration LONGEST_MISS = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(300);

    /** So often a resource is healed that is never calm for as long as the longest pause. */
    static final int MOST = 5;

    /** How often it was healed, when the last time, and since when it has been calm; it is not where that is empty. */
    private record Healed(int times, Instant last, Optional<Instant> calm) {}

    private final Map<ResourceKey, Healed> healed = new HashMap<>();
    private final Map<ResourceKey, Instant> postponed = new HashMap<>();
    private final Map<ResourceKey, Duration> misses = new HashMap<>();

    /** When the resource may be healed, not before the given time. */
    Instant due(ResourceKey key, Instant earliest) {
        Healed before = healed.get(key);
        Instant due = before == null ? earliest : before.last().plus(pause(before.times()));
        Instant later = postponed.getOrDefault(key, due);
        return Stream.of(earliest, due, later).max(Comparator.naturalOrder()).get();
    }

    private static Duration pause(int times) {
        Duration pause = FIRST;
        for (int time = 1; time < times && pause.compareTo(LONGEST) < 0; time++) {
            pause = pause.multipliedBy(FACTOR);
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /**
     * Whether it was healed as often as is tried, in vain.
     *
     * @param drifted when it drifted last
     */
    boolean isLost(ResourceKey key, Instant drifted, Instant now) {
        Healed before = healed.get(key);
        return before != null
                && before.times() >= MOST
                && (drifted.isAfter(before.last()) || !now.isBefore(due(key, now)));
    }

    /** It was written. */
    void healed(ResourceKey key, Instant now) {
        Healed before = healed.get(key);
        misses.remove(key);
        healed.put(key, new Healed(before == null ? 1 : before.times() + 1, now, Optional.empty()));
    }

    /** Its turn did not come, or it was no longer as it was compared: soon again, later each time. */
    void missed(ResourceKey key, Instant now) {
        Duration pause = misses.merge(key, FIRST_MISS, (before, first) -> before.multipliedBy(2));
        Duration atMost = pause.compareTo(LONGEST_MISS) < 0 ? pause : LONGEST_MISS;
        misses.put(key, atMost);
        postpone(key, now.plus(atMost));
    }

    /** It could not be written, which is nobody's fight. */
    void failed(ResourceKey key, Instant now) {
        postpone(key, now.plus(LONGEST));
    }

    /** It was not written, and is not before then. */
    void postpone(ResourceKey key, Instant until) {
        postponed.put(key, until);
    }

    /** It is as Git says. */
    void resolved(ResourceKey key, Instant now) {
        postponed.remove(key);
        misses.remove(key);
        healed.computeIfPresent(key, (same, before) -> new Healed(before.times(), before.last(), Optional.of(now)));
    }

    /** It drifts anew: what was healed before a long calm does not count. */
    void drifted(ResourceKey key, Instant now) {
        healed.computeIfPresent(
                key,
                (same, before) -> before.calm()
                                .filter(calm -> calm.plus(LONGEST).isBefore(now))
                                .isPresent()
                        ? null
                        : new Healed(before.times(), before.last(), Optional.empty()));
    }
}
