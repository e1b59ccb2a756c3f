package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Configuration;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.monitor.ClusterSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The clusters of a kubeconfig that were asked for, to be closed together. */
final class OpenedClusters implements ClusterSource, AutoCloseable {
    private final ClusterOptions options;
    private final Map<String, String> environment;
    private final Map<String, Cluster> opened = new HashMap<>();

    /** @param environment the variables of the environment */
    OpenedClusters(ClusterOptions options, Map<String, String> environment) {
        this.options = options;
        this.environment = environment;
    }

    /**
     * Opens all that a repository names; none is asked anything yet.
     *
     * @throws BadInput where one is not there
     */
    synchronized void open(Configuration configuration) {
        for (Application application : configuration.applications()) {
            for (Environment each : application.environments()) {
                String name = each.destination().cluster();
                if (!name.isEmpty() && !opened.containsKey(name)) {
                    opened.put(name, options.open(name, environment));
                }
            }
        }
    }

    /** One that Git comes to name later and that is not there is no reason to leave the others unwatched. */
    @Override
    public synchronized Cluster open(String name) throws IOException {
        Cluster known = opened.get(name);
        if (known != null) {
            return known;
        }
        try {
            Cluster cluster = options.open(name, environment);
            opened.put(name, cluster);
            return cluster;
        } catch (BadInput e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(Cluster::close);
    }
}
