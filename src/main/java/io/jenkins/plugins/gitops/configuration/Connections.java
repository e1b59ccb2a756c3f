package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import jenkins.model.Jenkins;
import jenkins.util.SetContextClassLoader;
import jenkins.util.Timer;

/**
 * The ways to the repositories and clusters defined in Jenkins, shared by all builds. The mirrors are a cache below
 * {@code JENKINS_HOME/caches}, which may be deleted while Jenkins is down.
 */
@Extension
public final class Connections {
    private static final Duration IDLE = Duration.ofMinutes(5);

    private final Mirrors mirrors;
    private final ClusterConnections clusters;
    private final Promoter promoter = new Promoter(Clock.systemUTC());

    /** Opens nothing yet. */
    public Connections() {
        Path caches = Jenkins.get().getRootDir().toPath().resolve("caches").resolve("gitops-stages");
        mirrors = new Mirrors(caches);
        clusters = new ClusterConnections(
                access -> {
                    try (SetContextClassLoader ignored = new SetContextClassLoader(KubernetesCluster.class)) {
                        return new KubernetesCluster(access, Clock.systemUTC());
                    }
                },
                Timer::get,
                IDLE);
    }

    /** Those of this Jenkins. */
    public static Connections get() {
        return ExtensionList.lookupSingleton(Connections.class);
    }

    /**
     * The repository of a name, through its mirror; the server is asked nothing yet.
     *
     * @param build whose job must be allowed to use it
     * @param credentialsId a credential that the build may use; null: the repository's own
     * @throws IOException where it is not defined, not allowed, or the credential is of no use
     */
    public Mirror repository(String name, Run<?, ?> build, @CheckForNull String credentialsId, TaskListener listener)
            throws IOException {
        RepositoryDefinition definition = GitOpsGlobalConfiguration.get()
                .repository(name, build.getParent().getFullName());
        return mirrors.open(new RepositoryConnection(definition).access(build, credentialsId, listener));
    }

    /** Writes promotions, one at a time on each branch. */
    public Promoter promoter() {
        return promoter;
    }

    /**
     * The cluster of a name; the server is asked nothing yet.
     *
     * @param build whose job must be allowed to use it
     * @throws IOException where it is not defined, not allowed, or the credential is of no use
     */
    public ClusterLease cluster(String name, Run<?, ?> build) throws IOException {
        ClusterDefinition definition =
                GitOpsGlobalConfiguration.get().cluster(name, build.getParent().getFullName());
        ClusterLease lease = clusters.lease(new ClusterConnection(definition).access(build));
        Cluster limited = definition.limited(lease.cluster());
        return lease.of(limited);
    }

    /** Closes everything when Jenkins stops. */
    @Terminator
    public static void close() {
        Connections connections = get();
        connections.clusters.close();
        connections.mirrors.close();
    }
}
