package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.monitor.ClusterSource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The clusters of a kubeconfig that were asked for, to be closed together. */
final class OpenedClusters implements ClusterSource, AutoCloseable {
    private final ClusterOptions options;
    private final Map<String, String> environment;
    private final List<Cluster> opened = new CopyOnWriteArrayList<>();

    /** @param environment the variables of the environment */
    OpenedClusters(ClusterOptions options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /** One that is not there is no reason to leave the others unwatched. */
    @Override
    public Cluster open(String name) throws IOException {
        try {
            Cluster cluster = options.open(name, environment);
            opened.add(cluster);
            return cluster;
        } catch (BadInput e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        opened.forEach(Cluster::close);
    }
}
