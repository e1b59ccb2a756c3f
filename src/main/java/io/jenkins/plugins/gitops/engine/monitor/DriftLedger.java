package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The drifts of one environment: each resource's is one record, which is counted on when the same comes again. For the
 * monitor's deciding thread alone.
 */
final class DriftLedger {
    /** Of drifts that are over so many are remembered, to count on. */
    private static final int REMEMBERED = 1000;

    /** What differs, and since when it does so. */
    private record Last(ResourceDiff diff, Instant changed) {}

    private final Map<ResourceKey, Last> last = new HashMap<>();
    private final Map<ResourceKey, Instant> pending = new HashMap<>();
    private final Map<ResourceKey, DriftRecord> open = new LinkedHashMap<>();
    private final Map<ResourceKey, DriftRecord> over = new LinkedHashMap<>();

    /**
     * Notes that a resource differs.
     *
     * @return since when; the time given where that is new
     */
    Instant differs(ResourceDiff diff, Instant now) {
        ResourceKey key = diff.key();
        Last before = last.get(key);
        if (before == null || !before.diff().equals(diff)) {
            last.put(key, new Last(diff, now));
        }
        DriftRecord on = open.get(key);
        return on != null ? on.firstSeen() : pending.computeIfAbsent(key, fresh -> now);
    }

    /** When what differs last became another; of what differs now. */
    Instant changed(ResourceKey key) {
        return last.get(key).changed();
    }

    boolean isOpen(ResourceKey key) {
        return open.containsKey(key);
    }

    /** The drifts that are on. */
    Collection<DriftRecord> open() {
        return List.copyOf(open.values());
    }

    /** Forgets what differed for a moment only. */
    void settle(ResourceKey key) {
        pending.remove(key);
        last.remove(key);
    }

    /** What differs for a moment so far. */
    List<ResourceKey> pending() {
        return List.copyOf(pending.keySet());
    }

    /** Whether exactly this stands here already. */
    boolean isRecorded(ResourceDiff diff, DriftPolicy.Action action) {
        DriftRecord on = open.get(diff.key());
        return on != null && on.diff().equals(diff) && on.action() == action;
    }

    /**
     * Records a drift that {@link #differs} was told of.
     *
     * @return the record where it is to be told: it is new, has come again, or is about other fields than before
     */
    Optional<DriftRecord> record(ResourceDiff diff, DriftPolicy.Action action, Instant now) {
        if (isRecorded(diff, action)) {
            return Optional.empty();
        }
        DriftRecord on = open.get(diff.key());
        DriftRecord before = on != null ? on : over.get(diff.key());
        Instant since = pending.remove(diff.key());
        boolean same = before != null && before.isSame(diff);
        Instant began = on != null ? on.began() : since == null ? now : since;
        Instant first = on != null ? on.firstSeen() : same ? before.firstSeen() : began;
        int count = same ? before.count() + 1 : 1;
        DriftRecord record = new DriftRecord(diff, AttributionRules.of(diff), action, first, now, count, began);
        open.put(diff.key(), record);
        over.remove(diff.key());
        return on != null && same && on.action() == action ? Optional.empty() : Optional.of(record);
    }

    /** Ends a drift. */
    DriftRecord end(ResourceKey key) {
        DriftRecord ended = open.remove(key);
        over.put(key, ended);
        if (over.size() > REMEMBERED) {
            over.remove(over.keySet().iterator().next());
        }
        last.remove(key);
        return ended;
    }
}
