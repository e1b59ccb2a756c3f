package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes kinds out of the inventory of which nothing of ours is left. */
final class TrimStage implements Stage {
    private static final Logger LOGGER = Logger.getLogger(TrimStage.class.getName());

    private final SyncContext context;
    private final Inventory inventory;
    private final Set<ResourceKey> desired;

    TrimStage(SyncContext context, Inventory inventory, Set<ResourceKey> desired) {
        this.context = context;
        this.inventory = inventory;
        this.desired = desired;
    }

    @Override
    public Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException {
        Tracking tracking = context.request().tracking();
        Set<GroupKind> gone = new TreeSet<>(inventory.kinds());
        desired.forEach(key -> gone.remove(key.groupKind()));
        LiveState live =
                LiveState.read(context.cluster(), List.of(), gone, inventory.namespaces(), tracking.selector());
        List<ResourceKey> left = new ArrayList<>(desired);
        live.objects().values().stream()
                .filter(tracking::owns)
                .map(Resource::key)
                .forEach(left::add);
        // a kind that could not be looked at may still have objects
        live.unknown()
                .forEach(unread -> left.add(
                        new ResourceKey(unread.kind().group(), unread.kind().kind(), unread.namespace(), "")));
        Inventory smaller =
                new Inventory(Set.of(), Set.of(context.request().namespace()), inventory.version()).and(left);
        if (!smaller.covers(inventory)) {
            Inventory written =
                    smaller.write(context.cluster(), context.request().namespace(), tracking);
            LOGGER.log(Level.FINE, "The inventory of {0} has {1}", new Object[] {tracking, written.kinds()});
        }
        return Optional.empty();
    }
}
