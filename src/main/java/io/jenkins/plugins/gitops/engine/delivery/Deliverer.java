package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;

/** Who brings an environment's desired state to its cluster. Asked again and again; never waits itself. */
public interface Deliverer extends AutoCloseable {

    /**
     * Does the next thing there is to do for a desired state, or reads how far it is.
     *
     * @throws ClusterException where the cluster cannot be reached or does not answer
     */
    Word advance(DesiredState desired) throws ClusterException;

    @Override
    default void close() {}
}
