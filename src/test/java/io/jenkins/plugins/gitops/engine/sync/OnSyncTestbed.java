package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A namespace of its own for each test, to sync into. */
@OnTestbed
abstract class OnSyncTestbed {
    final ControlPlane plane;
    final KubernetesCluster cluster;
    String namespace;
    SyncTestbed bed;

    OnSyncTestbed(ControlPlane plane) throws ClusterException {
        this.plane = plane;
        this.cluster = Clusters.connect(plane);
    }

    @BeforeEach
    void createNamespace() throws Exception {
        namespace = plane.namespace("sync");
        bed = new SyncTestbed(cluster, namespace);
    }

    @AfterEach
    void close() {
        cluster.close();
    }
}
