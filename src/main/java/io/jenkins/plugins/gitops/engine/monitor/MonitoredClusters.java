package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.NoCluster;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What is live in each cluster, shared by all environments of all repositories. */
final class MonitoredClusters implements AutoCloseable {
    private final ClusterSource source;
    private final Map<String, LiveIndex> indexes = new HashMap<>();
    private boolean closed;

    MonitoredClusters(ClusterSource source) {
        this.source = source;
    }

    /**
     * What is live in a cluster.
     *
     * @throws IOException where there is no cluster of that name, or nothing is watched any more
     */
    synchronized LiveIndex of(MonitoredPlace place) throws IOException {
        source.check(place);
        String name = place.cluster();
        LiveIndex index = indexes.get(name);
        if (closed) {
            throw new IOException("The monitor has ended");
        }
        if (index == null) {
            Cluster cluster = name.isEmpty() ? new NoCluster(place.environment()) : source.open(name);
            index = new LiveIndex(cluster);
            if (!name.isEmpty()) {
                indexes.put(name, index);
            }
        }
        return index;
    }

    /** How much there is to do in each cluster, by its name. */
    synchronized Map<String, LiveIndex.Figures> figures() {
        Map<String, LiveIndex.Figures> figures = new TreeMap<>();
        indexes.forEach((name, index) -> figures.put(name, index.figures()));
        return figures;
    }

    synchronized void settle() {
        indexes.values().forEach(LiveIndex::settle);
    }

    @Override
    public synchronized void close() {
        closed = true;
        indexes.values().forEach(LiveIndex::close);
    }
}
