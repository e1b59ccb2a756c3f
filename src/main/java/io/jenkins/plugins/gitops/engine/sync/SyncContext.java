package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.DeleteOptions;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;

/**
 * What the stages of one attempt share.
 *
 * @param cluster where to
 * @param rules when a wave is healthy
 * @param inSync whether a live object (second) is as desired (first) and need not be written
 * @param request what is asked for
 * @param report what was done so far
 * @param cancelled whether somebody asked to stop
 */
record SyncContext(
        Cluster cluster,
        HealthRules rules,
        BiPredicate<Resource, Resource> inSync,
        SyncRequest request,
        Report report,
        BooleanSupplier cancelled) {

    ApplyOptions applying() {
        return ApplyOptions.CAREFUL.withDryRun(request.dryRun());
    }

    DeleteOptions deleting() {
        return DeleteOptions.DEFAULT.withDryRun(request.dryRun());
    }
}
