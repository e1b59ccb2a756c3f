package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.application.SyncPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** Delivers desired states to a cluster, where no controller does. */
public final class Syncer {
    private static final String VERSION = "resourceVersion";

    private final Cluster cluster;
    private final HealthRules rules;
    private final BiPredicate<Resource, Resource> inSync;

    /**
     * A syncer for one cluster.
     *
     * @param rules when a wave is healthy, so that the next may begin
     * @param inSync whether a live object (second) is as the desired one (first), so that it need not be written;
     *     {@code (desired, live) -> false} writes everything
     */
    public Syncer(Cluster cluster, HealthRules rules, BiPredicate<Resource, Resource> inSync) {
        this.cluster = cluster;
        this.rules = rules;
        this.inSync = inSync;
    }

    /** Begins a sync. Nothing happens until it is advanced. */
    public SyncRun start(SyncRequest request) {
        return new SyncRun(
                request,
                cancelled ->
                        new SyncAttempt(new SyncContext(cluster, rules, inSync, request, new Report(), cancelled)));
    }

    /** Whether writing an object replaces it as a whole, so that what is not written is gone. */
    public static boolean replaces(Resource desired, SyncPolicy policy) {
        return SyncOptions.of(desired).replacesUnder(policy);
    }

    /**
     * Writes one object of a request again where it is not as desired, exactly as a sync would. No other is looked at, no
     * hook is run, and nothing is pruned, waited for or tried again.
     *
     * @param desired the object, its namespace set
     * @param seen the resourceVersion of the live object on which that was decided; empty where there was none
     * @return what was done; empty where the live object is another one by now, and nothing was
     * @throws ClusterException where it cannot be read, or the server refuses it
     */
    public Optional<ResourceOutcome> apply(SyncRequest request, Resource desired, String seen) throws ClusterException {
        Optional<ResourceType> type = cluster.type(desired.key().groupKind());
        Optional<Resource> live =
                type.isEmpty() ? Optional.empty() : cluster.get(type.get(), desired.namespace(), desired.name());
        if (!seen.equals(live.map(now -> now.text("metadata", VERSION)).orElse(""))) {
            return Optional.empty();
        }
        Report report = new Report();
        SyncContext context = new SyncContext(cluster, rules, inSync, request, report, () -> false);
        try {
            // with its version named the server itself sees to it that nobody writes in between
            new ObjectWriter(context).write(seen.isEmpty() ? desired : desired.with(seen, "metadata", VERSION), live);
        } catch (ClusterException e) {
            if (e.reason() == Reason.CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(report.of(desired.key()));
    }

    /** Syncs, waiting on the calling thread. An interrupt cancels. */
    public SyncResult sync(SyncRequest request, Clock clock) {
        SyncRun run = start(request);
        boolean interrupted = false;
        SyncStep step = run.advance(clock.instant());
        while (step instanceof SyncStep.Waiting waiting) {
            try {
                long millis = Duration.between(clock.instant(), waiting.until()).toMillis();
                TimeUnit.MILLISECONDS.sleep(Math.max(millis, 0));
            } catch (InterruptedException e) {
                interrupted = true;
                run.cancel();
            }
            step = run.advance(clock.instant());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ((SyncStep.Done) step).result();
    }
}
