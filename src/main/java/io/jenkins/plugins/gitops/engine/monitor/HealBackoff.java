package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * When a resource may be healed again: at once, then after 2 s, three times as long each time, 300 s at most (Argo CD's
 * self-heal backoff). Whoever changes it back each time is not fought for ever.
 */
final class HealBackoff {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final int FACTOR = 3;
    private static final Duration LONGEST = Duration.ofSeconds(300);

    /** So often a resource is healed that is never calm for as long as the longest pause. */
    static final int MOST = 5;

    private record Healed(int times, Instant last) {}

    private final Map<ResourceKey, Healed> healed = new HashMap<>();

    /** When the resource may be healed, not before the given time. */
    Instant due(ResourceKey key, Instant earliest) {
        Healed before = healed.get(key);
        if (before == null) {
            return earliest;
        }
        Instant due = before.last().plus(pause(before.times()));
        return due.isAfter(earliest) ? due : earliest;
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

    void healed(ResourceKey key, Instant now) {
        healed.merge(key, new Healed(1, now), (before, once) -> new Healed(before.times() + 1, now));
    }

    /** A resource drifts anew: what was healed long ago does not count. */
    void drifted(ResourceKey key, Instant now) {
        Healed before = healed.get(key);
        if (before != null && before.last().plus(LONGEST).isBefore(now)) {
            healed.remove(key);
        }
    }
}
