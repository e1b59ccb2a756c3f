package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Deletes what the environment delivered earlier and Git no longer has, in the reverse of the order in which it was
 * applied, after everything that Git has is there. What others would lose with it keeps an object alive.
 */
final class PruneStage implements Stage {
    private static final Comparator<Resource> REVERSED = Comparator.<Resource>comparingInt(SyncOptions::wave)
            .thenComparing(KindOrder.ORDER)
            .reversed();

    private final SyncContext context;
    private final List<Resource> surplus;
    private final ObjectWriter writer;

    /**
     * Prunes.
     *
     * @param surplus live, ours and no longer desired
     * @param writer knows what was just written, which may be among them under another kind
     */
    PruneStage(SyncContext context, List<Resource> surplus, ObjectWriter writer) {
        this.context = context;
        this.surplus = surplus.stream().sorted(REVERSED).toList();
        this.writer = writer;
    }

    @Override
    public Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException, SyncFailure {
        Set<ResourceKey> going = surplus.stream()
                .filter(live -> SyncOptions.of(live).noPrune().isEmpty() && !written(live))
                .map(Resource::key)
                .collect(Collectors.toSet());
        Bystanders bystanders =
                new Bystanders(context.cluster(), context.request().tracking(), going);
        List<String> failures = new ArrayList<>();
        for (Resource live : surplus) {
            if (context.cancelled().getAsBoolean()) {
                return Optional.of(new SyncStep.Waiting(now, "the sync to be cancelled"));
            }
            if (written(live)) {
                continue;
            }
            try {
                prune(live, bystanders);
            } catch (ClusterException e) {
                context.report().add(live.key(), Action.FAILED, e.getMessage());
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            throw SyncFailure.passing(failures.size() + " objects could not be pruned: " + failures.get(0));
        }
        return Optional.empty();
    }

    private boolean written(Resource live) {
        return writer.written().contains(live.text("metadata", "uid"));
    }

    private void prune(Resource live, Bystanders bystanders) throws ClusterException {
        String kept = context.request().policy().prune() ? SyncOptions.of(live).noPrune() : "pruning is off";
        if (kept.isEmpty()) {
            kept = bystanders.whoWouldGoWith(live);
        }
        if (!kept.isEmpty()) {
            context.report().add(live.key(), Action.KEPT, "Git no longer has it, but " + kept);
            return;
        }
        context.cluster().delete(live, context.deleting());
        context.report().add(live.key(), Action.PRUNED, "");
    }
}
