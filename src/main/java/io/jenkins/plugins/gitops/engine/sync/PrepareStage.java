package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Looks before anything is done: at the namespace, the inventory, which is enlarged here, and what is live. Then it
 * plans the other stages.
 */
final class PrepareStage implements Stage {
    private static final GroupKind NAMESPACE = new GroupKind("", "Namespace");

    private final SyncContext context;
    private final Plan plan;

    /** Takes the stages that follow. */
    interface Plan {
        void then(List<Stage> stages, List<Stage> whereOneFails);
    }

    PrepareStage(SyncContext context, Plan plan) {
        this.context = context;
        this.plan = plan;
    }

    @Override
    public Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException, SyncFailure {
        SyncRequest request = context.request();
        Cluster cluster = context.cluster();
        Tracking tracking = request.tracking();
        cluster.refresh();
        List<Wave> waves = Wave.of(request.desired());
        Set<ResourceKey> desired = request.desired().stream()
                .filter(resource -> !ArgoCdHooks.isHook(resource))
                .map(Resource::key)
                .collect(Collectors.toSet());
        waves.forEach(wave -> wave.objects().forEach(object -> context.report().expect(object.key())));
        ensureNamespace();
        Inventory known = Inventory.read(cluster, request.namespace(), tracking);
        Inventory inventory = known.and(desired);
        LiveState live =
                LiveState.read(cluster, desired, inventory.kinds(), withDestination(inventory), tracking.selector());
        complain(live, desired);
        List<Resource> surplus = live.objects().values().stream()
                .filter(tracking::owns)
                .filter(object -> !desired.contains(object.key()))
                .toList();
        if (desired.isEmpty()
                && !surplus.isEmpty()
                && request.policy().prune()
                && !request.policy().allowEmpty()) {
            throw SyncFailure.lasting("Git has no objects, so that all " + surplus.size()
                    + " that are live would be deleted; allow it by sync.allowEmpty if that is meant");
        }
        if (!request.dryRun() && !inventory.covers(known)) {
            inventory = inventory.write(cluster, request.namespace(), tracking);
        }
        plan(waves, desired, inventory, live, surplus);
        return Optional.empty();
    }

    private void plan(
            List<Wave> waves, Set<ResourceKey> desired, Inventory inventory, LiveState live, List<Resource> surplus) {
        ObjectWriter writer = new ObjectWriter(context);
        List<Stage> stages = new ArrayList<>();
        List<Stage> onFailure = new ArrayList<>();
        List<Wave> regular =
                waves.stream().filter(wave -> wave.phase() != Wave.Phase.FAIL).toList();
        boolean pruned = false;
        for (Wave wave : waves) {
            if (!pruned && wave.phase().compareTo(Wave.Phase.SYNC) > 0) {
                stages.add(new PruneStage(context, surplus, writer));
                pruned = true;
            }
            List<Stage> into = wave.phase() == Wave.Phase.FAIL ? onFailure : stages;
            into.add(new ApplyStage(context, wave, writer, live));
            if (!context.request().dryRun()) {
                boolean last = regular.isEmpty() || wave.equals(regular.get(regular.size() - 1));
                into.add(new SettleStage(context, wave, last || wave.phase() == Wave.Phase.FAIL));
            }
        }
        if (!pruned) {
            stages.add(new PruneStage(context, surplus, writer));
        }
        if (!context.request().dryRun() && context.request().policy().prune()) {
            stages.add(new TrimStage(context, inventory, desired));
        }
        plan.then(stages, onFailure);
    }

    private Set<String> withDestination(Inventory inventory) {
        Set<String> namespaces = new TreeSet<>(inventory.namespaces());
        namespaces.add(context.request().namespace());
        return namespaces;
    }

    /** What may not be read is applied all the same, but cannot be pruned; what cannot be reached ends the attempt. */
    private void complain(LiveState live, Set<ResourceKey> desired) throws ClusterException {
        for (LiveState.Unread unread : live.unknown()) {
            if (unread.why().reason() != Reason.FORBIDDEN) {
                throw unread.why();
            }
            context.report()
                    .warn("Not looked for what Git no longer has among " + unread.kind() + ": "
                            + unread.why().getMessage());
        }
    }

    /** The inventory needs the environment's namespace before the first wave. */
    private void ensureNamespace() throws ClusterException {
        SyncRequest request = context.request();
        if (request.dryRun()) {
            return;
        }
        Optional<Resource> desired = request.desired().stream()
                .filter(resource -> resource.key().groupKind().equals(NAMESPACE))
                .filter(resource -> resource.name().equals(request.namespace()))
                .findFirst();
        if ((desired.isPresent() || request.createNamespace()) && !namespaceExists()) {
            Resource namespace = desired.map(request.tracking()::mark).orElseGet(this::namespace);
            context.cluster().apply(namespace, ApplyOptions.FORCED);
        }
    }

    private boolean namespaceExists() throws ClusterException {
        ResourceType type = context.cluster().type(NAMESPACE).orElseThrow();
        try {
            return context.cluster()
                    .get(type, "", context.request().namespace())
                    .isPresent();
        } catch (ClusterException e) {
            if (e.reason() == Reason.FORBIDDEN) {
                return true; // who may not look may not make one either
            }
            throw e;
        }
    }

    private Resource namespace() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("apiVersion", "v1");
        content.put("kind", "Namespace");
        content.put("metadata", Map.of("name", context.request().namespace()));
        return Resource.of(content);
    }
}
