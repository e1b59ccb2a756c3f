package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.cluster.LiveState;
import io.jenkins.plugins.gitops.engine.health.ArgoCdHooks;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.health.Standing;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waits until the objects of a wave are healthy, its definitions served, and its hooks through (Argo CD: the next wave
 * begins when the one before is healthy).
 */
final class SettleStage implements Stage {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** Degraded may be what a controller has not got round to revise; a hook's failure is final. */
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final SyncContext context;
    private final Wave wave;
    private final List<Resource> objects;
    private final Map<ResourceKey, Instant> failing = new HashMap<>();
    private Duration pause = FIRST;

    /** Waits for all of the wave, or for its hooks alone. */
    SettleStage(SyncContext context, Wave wave, boolean hooksAlone) {
        this.context = context;
        this.wave = wave;
        this.objects = wave.objects().stream()
                .filter(object -> !hooksAlone || ArgoCdHooks.isHook(object))
                .toList();
    }

    @Override
    public Optional<SyncStep.Waiting> advance(Instant now) throws ClusterException, SyncFailure {
        if (objects.isEmpty()) {
            return Optional.empty();
        }
        LiveState live = LiveState.read(
                context.cluster(), objects.stream().map(Resource::key).toList(), List.of(), List.of(), "");
        String open = "";
        for (Resource object : objects) {
            String why = whyNotYet(object, live, now);
            if (!why.isEmpty()) {
                open = why;
            }
        }
        if (open.isEmpty()) {
            for (Resource object : objects) {
                if (ArgoCdHooks.isHook(object)) {
                    end(object, live.find(object.key()), "HookSucceeded");
                    context.report().add(object.key(), Action.HOOK_DONE, "");
                }
            }
            return Optional.empty();
        }
        if (now.isAfter(context.request().deadline())) {
            throw SyncFailure.lasting(wave + " did not become healthy in time: " + open);
        }
        Instant until = now.plus(pause);
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
        return Optional.of(new SyncStep.Waiting(until, open));
    }

    /** Empty once it is as it should be. */
    private String whyNotYet(Resource object, LiveState states, Instant now) throws ClusterException, SyncFailure {
        Optional<ClusterException> unknown = states.unknown(object.key());
        if (unknown.isPresent()) {
            throw unknown.get();
        }
        Optional<Resource> live = states.find(object.key());
        if (live.isEmpty()) {
            return object.key() + " is not there";
        }
        if (Wave.isDefinition(object)) {
            return isServed(live.get()) ? "" : object.key() + " is not served yet";
        }
        if (object.annotation("argocd.argoproj.io/ignore-healthcheck")
                .filter("true"::equals)
                .isPresent()) {
            return "";
        }
        Optional<Health> health = context.rules().judge(live.get());
        if (health.isEmpty() || health.get().standing() == Standing.HEALTHY) {
            failing.remove(object.key());
            return "";
        }
        String why = object.key() + " is " + health.get().status()
                + (health.get().message().isEmpty() ? "" : ": " + health.get().message());
        if (health.get().standing() == Standing.FAILED) {
            boolean hook = ArgoCdHooks.isHook(object);
            Instant since = failing.computeIfAbsent(object.key(), first -> now);
            if (hook || now.isAfter(since.plus(GRACE))) {
                if (hook) {
                    end(object, live, "HookFailed");
                }
                context.report().add(object.key(), Action.FAILED, why);
                throw SyncFailure.passing(why);
            }
        } else {
            failing.remove(object.key());
        }
        return why;
    }

    private boolean isServed(Resource definition) throws ClusterException {
        boolean established = definition.list("status", "conditions").stream()
                .anyMatch(condition -> condition instanceof Map<?, ?> map
                        && "Established".equals(map.get("type"))
                        && "True".equals(map.get("status")));
        if (!established) {
            return false;
        }
        GroupKind kind = new GroupKind(definition.text("spec", "group"), definition.text("spec", "names", "kind"));
        context.cluster().refresh();
        return context.cluster().type(kind).isPresent();
    }

    private void end(Resource hook, Optional<Resource> live, String policy) throws ClusterException {
        if (live.isPresent() && SyncOptions.deletePolicy(hook).contains(policy)) {
            context.cluster().delete(live.get(), context.deleting());
        }
    }
}
