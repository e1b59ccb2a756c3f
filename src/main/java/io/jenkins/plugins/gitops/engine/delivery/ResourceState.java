package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.Optional;

/**
 * One desired object as it is live.
 *
 * @param diff how it differs from what Git says
 * @param health what the rules say of it; empty where they have no opinion on its kind
 */
public record ResourceState(ResourceDiff diff, Optional<Health> health) {

    public ResourceKey key() {
        return diff.key();
    }

    public boolean isThere() {
        return diff.change() != Change.MISSING;
    }

    /** Whether everything that Git says of it stands in the cluster; what somebody added to it is drift, no delay. */
    public boolean isInSync() {
        return diff.delivered();
    }

    /** Where the rules put it; healthy where they have no opinion and it is there. */
    public Standing standing() {
        if (!isThere()) {
            return Standing.MISSING;
        }
        return health.map(Health::standing).orElse(Standing.HEALTHY);
    }
}
