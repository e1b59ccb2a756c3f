package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.time.Instant;
import java.util.List;

/**
 * What is to be delivered.
 *
 * @param desired the manifests, each with the namespace it will live in; not yet marked as ours
 * @param namespace the environment's namespace, which also keeps the inventory
 * @param tracking whose objects they are
 * @param policy how
 * @param createNamespace make the environment's namespace where it is missing
 * @param dryRun let the server go through everything but storing it; nothing waits for health and nothing is retried
 * @param deadline when waiting and retrying end
 */
public record SyncRequest(
        List<Resource> desired,
        String namespace,
        Tracking tracking,
        SyncPolicy policy,
        boolean createNamespace,
        boolean dryRun,
        Instant deadline) {

    public SyncRequest {
        desired = List.copyOf(desired);
    }
}
