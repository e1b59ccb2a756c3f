package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.Util;
import hudson.init.Terminator;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.SecurityRealm;
import io.jenkins.plugins.gitops.engine.audit.AuditEvent;
import io.jenkins.plugins.gitops.engine.audit.NotesWriter;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.cluster.NoCluster;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.RepositoryScripts;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.gate.Identities;
import io.jenkins.plugins.gitops.engine.git.Mirror;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.promotion.EnvironmentApproval;
import io.jenkins.plugins.gitops.engine.promotion.Promoter;
import io.jenkins.plugins.gitops.engine.promotion.PromotionAudit;
import io.jenkins.plugins.gitops.engine.promotion.TagPromoter;
import io.jenkins.plugins.gitops.engine.promotion.VerdictRecorder;
import io.jenkins.plugins.gitops.engine.render.KustomizeCommand;
import io.jenkins.plugins.gitops.engine.render.Renderer;
import io.jenkins.plugins.gitops.engine.render.Renderers;
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
    private final Renderer renderer = Renderers.with(KustomizeCommand.onPath(System.getenv("PATH")));
    private final RepositoryScripts scripts = new RepositoryScripts(Clock.systemUTC());
    private final DeliveryTurns turns = new DeliveryTurns();
    private final Promoter promoter = new Promoter(Clock.systemUTC(), Background.executor(), Timer::get);
    private final TagPromoter tagPromoter = new TagPromoter(Clock.systemUTC(), Background.executor(), Timer::get);
    private final Forges forges = new Forges(Clock.systemUTC(), JenkinsProxy.asSetNow(), JenkinsProxy::login);
    private final PromotionAudit audit = new PromotionAudit(Connections::tell, Clock.systemUTC());
    private final NotesWriter notes = new NotesWriter(Clock.systemUTC(), Background.executor());
    private final VerdictRecorder verdicts =
            new VerdictRecorder(notes, Connections::tell, Clock.systemUTC(), VerdictRecorder.PATIENCE);

    /** Opens nothing yet. */
    @SuppressWarnings("try") // the class loader is set while the block lasts, and is not referred to
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

    private static void tell(AuditEvent event) {
        GitOpsGlobalConfiguration.get().auditLog().write(event);
    }

    /** Those of this Jenkins. */
    public static Connections get() {
        return ExtensionList.lookupSingleton(Connections.class);
    }

    /**
     * The config repository of a name, through its mirror; the server is asked nothing yet.
     *
     * @param build whose job must be allowed to use it
     * @param credentialsId a credential that the build may use; null: the repository's own
     * @throws IOException where it is not defined, not allowed, or the credential is of no use
     */
    public ConfigRepository repository(
            String name, Run<?, ?> build, @CheckForNull String credentialsId, TaskListener listener)
            throws IOException {
        RepositoryDefinition definition = GitOpsGlobalConfiguration.get()
                .repository(name, build.getParent().getFullName());
        Mirror mirror = mirrors.open(new RepositoryConnection(definition).access(build, credentialsId, listener));
        return new ConfigRepository(mirror, Util.fixEmpty(definition.getRef()));
    }

    /**
     * The Git host of a repository of a name; it is asked nothing yet.
     *
     * @param build whose job must be allowed to use it
     * @param credentialsId a credential that the build may use; null: the repository's own
     * @throws IOException where it is not defined, not allowed, on no host with pull requests, or there is no token
     */
    public Forge forge(String name, Run<?, ?> build, @CheckForNull String credentialsId) throws IOException {
        RepositoryDefinition definition = GitOpsGlobalConfiguration.get()
                .repository(name, build.getParent().getFullName());
        return new ForgeConnection(definition).open(forges, build, credentialsId);
    }

    /** Lets one delivery to an environment go on at a time. */
    public DeliveryTurns turns() {
        return turns;
    }

    /** Renders manifests, with caches by Git's object ids. */
    public Renderer renderer() {
        return renderer;
    }

    /** Health scripts of config repositories, each tree of them read once. */
    public RepositoryScripts scripts() {
        return scripts;
    }

    /** Writes promotions, those that arrive together for one branch in one push. */
    public Promoter promoter() {
        return promoter;
    }

    /** Writes promotions into environments that stand on tags. */
    public TagPromoter tagPromoter() {
        return tagPromoter;
    }

    /** Tells the audit log what became of promotions. */
    public PromotionAudit audit() {
        return audit;
    }

    /** Keeps in Git what waits proved, those that end together in one push. */
    public VerdictRecorder verdicts() {
        return verdicts;
    }

    /** Keeps in a repository what people say of its promotions, and tells the audit log. */
    public EnvironmentApproval approval(Mirror mirror) {
        return new EnvironmentApproval(mirror, notes, Connections::tell, identities(), Clock.systemUTC());
    }

    /** When two names are those of the same user or group of this Jenkins. */
    public Identities identities() {
        SecurityRealm realm = Jenkins.get().getSecurityRealm();
        return new Identities(realm.getUserIdStrategy(), realm.getGroupIdStrategy());
    }

    /**
     * The cluster that an environment names; the server is asked nothing yet.
     *
     * @param name empty where there is none to ask, which then is what every question to it ends in
     * @param environment for messages
     * @param build whose job must be allowed to use it
     * @throws IOException where it is not defined, not allowed, or the credential is of no use
     */
    public ClusterLease cluster(String name, String environment, Run<?, ?> build) throws IOException {
        if (name.isEmpty()) {
            return new ClusterLease(new NoCluster(environment), () -> {});
        }
        ClusterDefinition definition =
                GitOpsGlobalConfiguration.get().cluster(name, build.getParent().getFullName());
        ClusterLease lease = clusters.lease(new ClusterConnection(definition).access(build));
        Cluster limited = definition.limited(lease.cluster());
        return lease.of(limited);
    }

    /** What the monitor may reach, as it is configured now. */
    public MonitorConnections monitored() {
        return MonitorConnections.now(mirrors, clusters);
    }

    /** Closes everything when Jenkins stops, and nobody watches any more. */
    @Terminator(requires = "gitops-monitor-ended")
    public static void close() {
        Connections connections = get();
        connections.clusters.close();
        connections.mirrors.close();
    }
}
