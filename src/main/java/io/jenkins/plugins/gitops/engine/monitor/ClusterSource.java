package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import java.io.IOException;

/** Where clusters come from: a kubeconfig, or what is configured. Whoever opens one closes it. */
@FunctionalInterface
public interface ClusterSource {

    /**
     * The cluster of a name; asked for each name once.
     *
     * @param name as {@code gitops.yaml} writes it
     * @throws IOException where there is none of that name, with a sentence that says what is missing
     */
    Cluster open(String name) throws IOException;

    /**
     * Whether an environment may be watched on the cluster that it names; asked for each environment.
     *
     * @throws IOException where it may not, with a sentence that says what to do
     */
    default void check(MonitoredPlace place) throws IOException {}
}
