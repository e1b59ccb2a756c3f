package io.jenkins.plugins.gitops.configuration;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;

/** A build's use of a cluster's shared connection, to be closed by who has it; the cluster itself is not. */
public final class ClusterLease implements AutoCloseable {
    private final Cluster cluster;
    private Runnable release;

    ClusterLease(Cluster cluster, Runnable release) {
        this.cluster = cluster;
        this.release = release;
    }

    public Cluster cluster() {
        return cluster;
    }

    /** The same use, of the cluster seen otherwise. */
    ClusterLease of(Cluster seen) {
        return new ClusterLease(seen, this::close);
    }

    @Override
    public synchronized void close() {
        release.run();
        release = () -> {};
    }
}
