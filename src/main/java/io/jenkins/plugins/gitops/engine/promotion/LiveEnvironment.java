package io.jenkins.plugins.gitops.engine.promotion;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.delivery.ArgoCdReader;
import io.jenkins.plugins.gitops.engine.delivery.ControllerDelivery;
import io.jenkins.plugins.gitops.engine.delivery.Deliverer;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.FluxReader;
import io.jenkins.plugins.gitops.engine.delivery.Observer;
import io.jenkins.plugins.gitops.engine.delivery.OwnDelivery;
import io.jenkins.plugins.gitops.engine.delivery.OwnSync;
import io.jenkins.plugins.gitops.engine.delivery.PodTroubles;
import io.jenkins.plugins.gitops.engine.delivery.Sight;
import io.jenkins.plugins.gitops.engine.delivery.Word;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentSource;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.Inventory;
import io.jenkins.plugins.gitops.engine.sync.SyncRequest;
import io.jenkins.plugins.gitops.engine.sync.SyncRun;
import io.jenkins.plugins.gitops.engine.sync.Syncer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An environment with Git on one side and its cluster on the other: what the steps and the command ask things of. */
public final class LiveEnvironment {
    private final EnvironmentSource source;
    private final Cluster cluster;
    private final Cluster controllers;
    private final Tracking tracking;
    private final DeliveryTurns turns;
    private final Clock clock;
    private final Differ differ;
    private final HealthRules rules;

    /**
     * @param cluster the environment's destination; whoever opened it closes it
     * @param controllers the cluster with Argo CD's or Flux's objects, often the same
     * @param turns shared by all environments of the process
     * @param scripts health scripts beside Argo CD's rules
     */
    public LiveEnvironment(
            EnvironmentSource source,
            Cluster cluster,
            Cluster controllers,
            Tracking tracking,
            DeliveryTurns turns,
            HealthScripts scripts,
            Clock clock) {
        this.source = source;
        this.cluster = cluster;
        this.controllers = controllers;
        this.tracking = tracking;
        this.turns = turns;
        this.clock = clock;
        this.differ = new Differ(environment().ignoreDifferences());
        this.rules = HealthRules.of(environment().health().rules(), scripts, clock);
    }

    private Environment environment() {
        return source.environment();
    }

    /**
     * A wait for a commit to be live here. It delivers first where this environment is ours to deliver and automated.
     *
     * @param revision a commit, branch or tag; null for the environment's tip
     * @param timeout how long at most; null for the environment's
     * @param changed called when a look would see something new, on a thread of the cluster's
     * @throws IOException where there is no such revision or Git cannot be asked
     */
    public Wait waitFor(@CheckForNull String revision, @CheckForNull Duration timeout, Runnable changed)
            throws IOException {
        Duration patience = timeout == null ? environment().health().timeout() : timeout;
        return waitFor(commit(revision), clock.instant().plus(patience), changed);
    }

    /** The same, for a commit and until a time: to go on after a restart. */
    public Wait waitFor(String commit, Instant deadline, Runnable changed) {
        WaitRequest request = new WaitRequest(
                commit,
                deadline,
                environment().health().steady(),
                environment().health().suspended());
        return new Wait(request, source, deliverer(deadline), sight(changed), new PodTroubles(cluster, clock), clock);
    }

    private Sight sight(Runnable changed) {
        return isSeen() ? new Observer(cluster, differ, rules, changed) : Sight.none();
    }

    /** Where only the controller's cluster may be asked, the verdict rests on the controller's word. */
    private boolean isSeen() {
        boolean controller = environment()
                .controller()
                .filter(each -> !each.cluster().isEmpty())
                .isPresent();
        return !environment().destination().cluster().isEmpty() || !controller;
    }

    private Deliverer deliverer(Instant deadline) {
        SyncPolicy policy = environment().sync();
        return switch (environment().delivery()) {
            case JENKINS ->
                policy.automated()
                        ? new OwnDelivery(
                                syncer(),
                                desired -> request(desired, policy, false, deadline),
                                turns,
                                tracking.label(),
                                clock)
                        : desired -> new Word.Silent();
            case EXTERNAL -> desired -> new Word.Silent();
            case ARGOCD -> new ControllerDelivery(controllers, new ArgoCdReader(clock), source, isSeen());
            case FLUX -> new ControllerDelivery(controllers, new FluxReader(clock), source, isSeen());
        };
    }

    /**
     * Delivers a revision, to be advanced by the caller. It waits while another delivery to the environment is under way;
     * a dry run, which writes nothing, does not.
     *
     * @param revision a commit, branch or tag; null for the environment's tip
     * @param prune also delete what Git no longer has; the environment's policy may ask for it anyway
     * @param dryRun let the server go through everything but storing it
     * @throws IOException also where the environment is not ours to deliver
     */
    public OwnSync sync(@CheckForNull String revision, boolean prune, boolean dryRun) throws IOException {
        return sync(
                commit(revision),
                prune,
                dryRun,
                clock.instant().plus(environment().health().timeout()));
    }

    /** The same, for a commit and until a time: to go on after a restart. */
    public OwnSync sync(String commit, boolean prune, boolean dryRun, Instant deadline) throws IOException {
        if (environment().delivery() != Delivery.JENKINS) {
            throw new IOException("Environment " + environment().name() + " is delivered by "
                    + environment().delivery().name().toLowerCase(Locale.ROOT)
                    + "; sync only delivers where gitops.yaml says delivery: jenkins");
        }
        SyncPolicy declared = environment().sync();
        SyncPolicy policy = new SyncPolicy(
                declared.automated(),
                declared.selfHeal(),
                declared.prune() || prune,
                declared.replace(),
                declared.allowEmpty(),
                declared.retry());
        SyncRun run = syncer().start(request(source.desired(commit), policy, dryRun, deadline));
        return new OwnSync(run, dryRun ? new DeliveryTurns() : turns, tracking.label());
    }

    private Syncer syncer() {
        return new Syncer(
                cluster, rules, (desired, live) -> differ.compare(desired, live).delivered());
    }

    private SyncRequest request(DesiredState desired, SyncPolicy policy, boolean dryRun, Instant deadline)
            throws ClusterException {
        return new SyncRequest(
                desired.placedIn(cluster), desired.namespace(), tracking, policy, false, dryRun, deadline);
    }

    /**
     * Compares what is live with what Git says.
     *
     * @param revision a commit, branch or tag; null for the environment's tip
     * @throws IOException where Git cannot be asked; what of the cluster cannot be read is in the answer
     */
    public EnvironmentDiff diff(@CheckForNull String revision) throws IOException {
        DesiredState desired = source.desired(commit(revision));
        try {
            return diff(desired);
        } catch (ClusterException e) {
            return new EnvironmentDiff(desired.revision(), new Comparison(List.of()), List.of(e.getMessage()));
        }
    }

    private EnvironmentDiff diff(DesiredState desired) throws ClusterException {
        Map<ResourceKey, Resource> wanted = new LinkedHashMap<>();
        desired.placedIn(cluster).forEach(resource -> wanted.put(resource.key(), resource));
        List<String> unknown = new ArrayList<>();
        Inventory inventory = Inventory.readWhereAllowed(cluster, desired.namespace(), tracking, unknown::add);
        Set<String> namespaces = new HashSet<>(inventory.namespaces());
        namespaces.add(desired.namespace());
        LiveState live = LiveState.read(cluster, wanted.keySet(), inventory.kinds(), namespaces, tracking.selector());
        Set<GroupKind> namespaced = wanted.keySet().stream()
                .filter(key -> !key.namespace().isEmpty())
                .map(ResourceKey::groupKind)
                .collect(Collectors.toSet());
        List<Resource> readable = wanted.values().stream()
                .filter(resource -> live.unknown(resource.key()).isEmpty())
                .toList();
        Comparison comparison = Comparison.of(
                readable, live.objects().values(), differ, desired.namespace(), namespaced::contains, tracking::owns);
        live.unknown().forEach(unread -> unknown.add(unread.why().getMessage()));
        return new EnvironmentDiff(desired.revision(), comparison, unknown);
    }

    private String commit(@CheckForNull String revision) throws IOException {
        return revision == null ? source.tip() : source.commit(revision);
    }
}
