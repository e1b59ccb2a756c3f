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

/** The drifts of one environment: each resource's is one record, which is counted on when the same comes again. */
final class DriftLedger {
    /** Of drifts that are over so many are remembered, to count on. */
    private static final int REMEMBERED = 1000;

    private final Map<ResourceKey, Instant> pending = new HashMap<>();
    private final Map<ResourceKey, DriftRecord> open = new LinkedHashMap<>();
    private final Map<ResourceKey, DriftRecord> over = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ResourceKey, DriftRecord> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Since when a resource differs; the time given where that is new. */
    Instant since(ResourceKey key, Instant now) {
        DriftRecord record = open.get(key);
        return record != null ? record.firstSeen() : pending.computeIfAbsent(key, fresh -> now);
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
    }

    /** What differs for a moment so far. */
    List<ResourceKey> pending() {
        return List.copyOf(pending.keySet());
    }

    /**
     * Records a drift.
     *
     * @return the record where it is to be told: it is new, has come again, or is about other fields than before
     */
    Optional<DriftRecord> record(ResourceDiff diff, DriftPolicy.Action action, Instant now) {
        DriftRecord on = open.get(diff.key());
        if (on != null && on.diff().equals(diff) && on.action() == action) {
            return Optional.empty();
        }
        DriftRecord before = on != null ? on : over.get(diff.key());
        Instant began = pending.getOrDefault(diff.key(), now);
        pending.remove(diff.key());
        boolean same = before != null && before.isSame(diff);
        DriftRecord record = new DriftRecord(
                diff,
                AttributionRules.of(diff),
                action,
                same ? before.firstSeen() : began,
                now,
                same ? before.count() + 1 : 1);
        open.put(diff.key(), record);
        over.remove(diff.key());
        return on != null && same && on.action() == action ? Optional.empty() : Optional.of(record);
    }

    /** Ends a drift. */
    DriftRecord end(ResourceKey key) {
        DriftRecord ended = open.remove(key);
        over.put(key, ended);
        return ended;
    }
}
