package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import java.io.IOException;

/** The clusters that environments are delivered to. */
@FunctionalInterface
public interface GateClusters {

    /**
     * The cluster of the candidate's environment; stays open, who opened it closes it.
     *
     * @throws IOException where there is none, or it may not be used here, with a sentence
     */
    Cluster of(Candidate candidate) throws IOException;
}
