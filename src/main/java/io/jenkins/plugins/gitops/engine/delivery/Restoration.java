package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncRequest;
import io.jenkins.plugins.gitops.engine.sync.Syncer;
import java.util.Optional;

/** Puts single objects of an environment back, in turn with the deliveries to it. */
public final class Restoration {
    private final Syncer syncer;
    private final DeliveryTurns turns;
    private final String environment;

    /** @param environment what no two deliver to at once: the environment's tracking label */
    public Restoration(Syncer syncer, DeliveryTurns turns, String environment) {
        this.syncer = syncer;
        this.turns = turns;
        this.environment = environment;
    }

    /**
     * Writes one object again where it is not as desired.
     *
     * @param seen the resourceVersion of the live object on which that was decided; empty where there was none
     * @return what was done; empty where nothing was, since a delivery to the environment is under way, or the object is
     *     another one by now
     * @throws ClusterException where it cannot be read, or the server refuses it
     */
    public synchronized Optional<ResourceOutcome> restore(SyncRequest request, Resource desired, String seen)
            throws ClusterException {
        if (!turns.take(environment, this)) {
            return Optional.empty();
        }
        try {
            return syncer.apply(request, desired, seen);
        } finally {
            turns.leave(environment, this);
        }
    }
}
