package io.jenkins.plugins.gitops.engine.sync;

import java.util.List;

/**
 * How a sync ended.
 *
 * @param ending whether it went through
 * @param message why not, or what it did, as a sentence
 * @param resources what was done with each object, in the order it was done
 * @param warnings what else there is to know, such as kinds that may not be read and so were not pruned
 * @param attempts how often it was tried
 */
public record SyncResult(
        Ending ending, String message, List<ResourceOutcome> resources, List<String> warnings, int attempts) {

    public SyncResult {
        resources = List.copyOf(resources);
        warnings = List.copyOf(warnings);
    }

    /** How a sync ended. */
    public enum Ending {
        SYNCED,
        FAILED,
        CANCELLED
    }

    SyncResult afterAttempts(int count) {
        return new SyncResult(ending, message, resources, warnings, count);
    }
}
