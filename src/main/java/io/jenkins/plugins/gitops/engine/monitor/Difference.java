package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;

/**
 * An object that is not as Git says, whoever changed it.
 *
 * @param diff how it differs
 * @param standing how it came to be as it is
 * @param owner who delivered it
 * @param version of the live object that was compared; empty where it is missing
 * @param desired what Git says; null of an object that Git does not have
 */
record Difference(
        ResourceDiff diff,
        Standing standing,
        Owner owner,
        String version,
        @CheckForNull Resource desired) {

    ResourceKey key() {
        return diff.key();
    }
}
