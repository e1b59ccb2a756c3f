package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an attempt has done. */
final class Report {
    private final Map<ResourceKey, ResourceOutcome> outcomes = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    void add(ResourceKey key, Action action, String message) {
        outcomes.put(key, new ResourceOutcome(key, action, message));
    }

    /** Says of an object whose turn has not come that it has not. */
    void expect(ResourceKey key) {
        outcomes.putIfAbsent(key, new ResourceOutcome(key, Action.NOT_STARTED, ""));
    }

    /** What was done with an object. */
    ResourceOutcome of(ResourceKey key) {
        return outcomes.get(key);
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    SyncResult result(SyncResult.Ending ending, String message) {
        return new SyncResult(ending, message, List.copyOf(outcomes.values()), warnings, 1);
    }

    /** What was done, as a sentence. */
    String summary() {
        return count(Action.APPLIED) + " applied, " + count(Action.UNCHANGED) + " unchanged, " + count(Action.PRUNED)
                + " pruned";
    }

    private long count(Action action) {
        return outcomes.values().stream()
                .filter(outcome -> outcome.action() == action)
                .count();
    }
}
