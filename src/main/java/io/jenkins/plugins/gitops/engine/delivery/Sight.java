package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import java.util.List;

/** How an environment is seen. */
public interface Sight extends AutoCloseable {

    /**
     * What is live of a desired state now.
     *
     * @throws ClusterException where the cluster cannot be reached or does not say what kinds it serves
     */
    Observation observe(DesiredState state) throws ClusterException;

    @Override
    void close();

    /** Of an environment whose cluster is never asked: nothing is seen, and all rests on who delivers. */
    static Sight none() {
        return new Sight() {
            @Override
            public Observation observe(DesiredState state) {
                return new Observation(state.revision(), List.of(), List.of());
            }

            @Override
            public void close() {
                // nothing is open
            }
        };
    }
}
