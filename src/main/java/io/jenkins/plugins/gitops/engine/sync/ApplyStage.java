package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.cluster.ResourceType;
import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the objects of a wave. All of them are tried, then the wave fails if one did. What has to be made anew (hooks,
 * and immutable objects that may be forced) is deleted first, and written once it is gone.
 */
final class ApplyStage implements Stage {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final SyncContext context;
    private final Wave wave;
    private final ObjectWriter writer;
    private final LiveState live;
    private final List<Resource> pending;

    /** The uids of objects that were deleted to be made anew. */
    private final Map<ResourceKey, String> deleted = new HashMap<>();

    private final List<String> failures = new ArrayList<>();

    ApplyStage(SyncContext context, Wave wave, ObjectWriter writer, LiveState live) {
        this.context = context;
        this.wave = wave;
        this.writer = writer;
        this.live = live;
        this.pending = new ArrayList<>(wave.objects());
    }

    @Override
    public Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException, SyncFailure {
        for (Resource desired : List.copyOf(pending)) {
            if (context.cancelled().getAsBoolean()) {
                return Optional.of(new SyncStep.Waiting(now, "the sync to be cancelled"));
            }
            if (isDone(desired)) {
                pending.remove(desired);
            }
        }
        if (!pending.isEmpty()) {
            if (now.isAfter(context.request().deadline())) {
                throw SyncFailure.lasting(pending.get(0).key() + " was deleted to be made anew, but is not gone yet");
            }
            return Optional.of(
                    new SyncStep.Waiting(now.plus(PAUSE), pending.get(0).key() + " to be gone"));
        }
        if (!failures.isEmpty()) {
            throw SyncFailure.passing(failures.size() + " of " + wave.objects().size() + " objects of " + wave
                    + " could not be applied: " + failures.get(0));
        }
        return Optional.empty();
    }

    private boolean isDone(Resource desired) throws ClusterException {
        try {
            return ArgoCdHooks.isHook(desired) ? hook(desired) : plain(desired);
        } catch (ClusterException e) {
            if (e.reason() == Reason.UNREACHABLE || e.reason() == Reason.UNAUTHORIZED) {
                context.report().add(desired.key(), Action.FAILED, e.getMessage());
                throw e; // the next object would fare no better
            }
            if (context.request().dryRun() && isAwaitingItsFoundation(desired, e)) {
                context.report()
                        .add(desired.key(), Action.APPLIED, "Not checked: its namespace or kind is not there yet");
                return true;
            }
            context.report().add(desired.key(), Action.FAILED, e.getMessage());
            failures.add(e.getMessage());
            return true;
        }
    }

    private boolean plain(Resource desired) throws ClusterException {
        String uid = deleted.get(desired.key());
        if (uid != null && isStillThere(desired, uid)) {
            return false;
        }
        try {
            writer.write(desired, uid == null ? live.find(desired.key()) : Optional.empty());
            return true;
        } catch (ClusterException e) {
            boolean force =
                    e.reason() == Reason.INVALID && SyncOptions.of(desired).force() && uid == null;
            if (!force || context.request().dryRun() || !delete(desired)) {
                throw e;
            }
            return false;
        }
    }

    private boolean hook(Resource desired) throws ClusterException {
        String uid = deleted.get(desired.key());
        if (uid == null
                && SyncOptions.deletePolicy(desired).contains("BeforeHookCreation")
                && !context.request().dryRun()
                && delete(desired)) {
            return false;
        }
        if (uid != null && isStillThere(desired, uid)) {
            return false;
        }
        writer.write(desired, Optional.empty());
        return true;
    }

    /** Deletes the live object; false where there is none. */
    private boolean delete(Resource desired) throws ClusterException {
        Optional<Resource> now = read(desired);
        if (now.isEmpty()) {
            return false;
        }
        context.cluster().delete(now.get(), context.deleting());
        deleted.put(desired.key(), now.get().text("metadata", "uid"));
        return true;
    }

    private boolean isStillThere(Resource desired, String uid) throws ClusterException {
        return read(desired)
                .filter(now -> now.text("metadata", "uid").equals(uid))
                .isPresent();
    }

    private Optional<Resource> read(Resource desired) throws ClusterException {
        Optional<ResourceType> type = context.cluster().type(desired.key().groupKind());
        return type.isEmpty()
                ? Optional.empty()
                : context.cluster().get(type.get(), desired.namespace(), desired.name());
    }

    private boolean isAwaitingItsFoundation(Resource desired, ClusterException e) {
        return e.reason() == Reason.NOT_FOUND
                && (context.request().createNamespace()
                                && desired.namespace().equals(context.request().namespace())
                        || context.request().desired().stream()
                                .anyMatch(other -> Wave.isFoundation(other) && isFor(other, desired)));
    }

    private static boolean isFor(Resource foundation, Resource object) {
        return Wave.isDefinition(foundation)
                ? foundation.text("spec", "group").equals(object.group())
                        && foundation.text("spec", "names", "kind").equals(object.kind())
                : foundation.name().equals(object.namespace());
    }
}
