package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real Git server and a namespace of a real API server, new for each test. */
@OnTestbed
abstract class OnGitAndCluster {
    @TempDir
    private Path cache;

    final ControlPlane plane;
    final Clock clock = Clock.systemUTC();

    Cluster cluster;
    GitHttpServer server;
    Mirrors mirrors;
    String namespace;

    OnGitAndCluster(ControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    final void open() throws Exception {
        cluster = Clusters.connect(plane);
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        namespace = plane.namespace("promotion");
    }

    @AfterEach
    final void close() {
        mirrors.close();
        server.close();
        cluster.close();
    }

    final String kubectl(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 2];
        all[0] = "-n";
        all[1] = namespace;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return plane.kubectl().output(all).strip();
    }
}
