package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import java.time.Instant;
import java.util.Optional;

/** A part of a sync. Called again and again until it has nothing to wait for. */
interface Stage {

    /**
     * Goes on.
     *
     * @return what it waits for; empty once it is through
     */
    Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException, SyncFailure;
}
