package io.jenkins.plugins.gitops.engine.delivery;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.desired.DesiredState;
import io.jenkins.plugins.gitops.engine.sync.SyncRequest;
import io.jenkins.plugins.gitops.engine.sync.SyncResult;
import io.jenkins.plugins.gitops.engine.sync.SyncStep;
import io.jenkins.plugins.gitops.engine.sync.Syncer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The plugin delivers by itself: one sync of one tree. */
public final class OwnDelivery implements Deliverer {
    /** Makes the request for a desired state, its namespaces written. */
    @FunctionalInterface
    public interface Requests {
        SyncRequest of(DesiredState desired) throws ClusterException;
    }

    private final Syncer syncer;
    private final Requests requests;
    private final DeliveryTurns turns;
    private final String environment;
    private final Clock clock;

    @CheckForNull
    private String tree;

    @CheckForNull
    private volatile OwnSync run;

    private volatile boolean closed;

    /** @param environment what no two deliver to at once: the environment's tracking label */
    public OwnDelivery(Syncer syncer, Requests requests, DeliveryTurns turns, String environment, Clock clock) {
        this.syncer = syncer;
        this.requests = requests;
        this.turns = turns;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Word advance(DesiredState desired) throws ClusterException {
        OwnSync current = run;
        if (current == null || !desired.tree().equals(tree)) {
            if (current != null) {
                current.cancel();
            }
            current = new OwnSync(syncer.start(requests.of(desired)), turns, environment);
            run = current;
            tree = desired.tree();
            if (closed) {
                current.cancel(); // whoever closed could not see it yet
            }
        }
        Instant now = clock.instant();
        SyncStep step = current.advance(now);
        if (step instanceof SyncStep.Waiting waiting) {
            return new Word.Working("Delivering: " + waiting.why(), Duration.between(now, waiting.until()));
        }
        SyncResult result = ((SyncStep.Done) step).result();
        return result.ending() == SyncResult.Ending.SYNCED
                ? new Word.Delivered()
                : new Word.Refused("The sync failed: " + result.message());
    }

    @Override
    public void close() {
        closed = true;
        OwnSync current = run;
        if (current != null) {
            current.cancel();
        }
    }
}
