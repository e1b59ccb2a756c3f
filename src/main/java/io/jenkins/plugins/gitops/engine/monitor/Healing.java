package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.application.Delivery;
import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.delivery.Restoration;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.health.HealthRules;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.sync.ResourceOutcome;
import io.jenkins.plugins.gitops.engine.sync.SyncRequest;
import io.jenkins.plugins.gitops.engine.sync.Syncer;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Puts single objects of one environment back. Only fields that are to be healed are: what may differ beside them stays
 * as it is.
 */
final class Healing {
    private final Environment environment;
    private final LiveIndex index;
    private final Tracking tracking;
    private final Restoration restoration;
    private final Clock clock;

    Healing(
            Environment environment,
            LiveIndex index,
            Tracking tracking,
            Differ differ,
            DeliveryTurns turns,
            Clock clock) {
        this.environment = environment;
        this.index = index;
        this.tracking = tracking;
        this.clock = clock;
        Syncer syncer = new Syncer(
                index.cluster(),
                HealthRules.of(environment.health().rules(), HealthScripts.none(), clock), // nothing is judged
                (desired, live) -> differ.compare(desired, live).delivered());
        this.restoration = new Restoration(syncer, turns, tracking.label());
    }

    /**
     * Why a drifted object is not put back, as a sentence; empty where it may be.
     *
     * @param autoscaled whether an autoscaler sets its replicas
     * @param rules what is to be healed at all
     */
    Optional<String> refusal(Difference difference, boolean autoscaled, DriftPolicyRules rules) {
        if (environment.delivery() != Delivery.JENKINS) {
            return Optional.of("Not healed: " + environment.delivery().name().toLowerCase(Locale.ROOT)
                    + " delivers here, and two masters would fight");
        }
        if (difference.diff().change() == Change.ADDED) {
            return Optional.of("Not healed: what Git no longer has is deleted by a sync that prunes");
        }
        if (!difference.owner().ours()) {
            return Optional.of(
                    difference.owner().other().isEmpty()
                            ? "Not healed: it was not delivered from here; a sync takes it over"
                            : "Not healed: it is delivered as "
                                    + difference.owner().other());
        }
        ResourceDiff toHeal = toHeal(difference, autoscaled, rules);
        if (!OtherHand.isAll(toHeal, difference.standing(), environment.delivery())) {
            return Optional.of("Not healed: it has not been seen as Git says now, so that this may be a change that is"
                    + " still to be delivered; a sync delivers it");
        }
        if (toHeal.delivered()) {
            return Optional.of(
                    "Not healed: somebody added to what Git says, and applying Git again does not remove it");
        }
        Resource desired = desired(difference);
        return left(difference, autoscaled, rules).stream()
                .filter(path -> Syncer.replaces(desired, environment.sync()) || isBesideAList(desired, path))
                .findFirst()
                .map(path -> "Not healed: that would also put back " + path + ", which may differ");
    }

    /**
     * Puts an object back.
     *
     * @return what was done; empty where a delivery to the environment is under way, or the object is no longer as it was
     *     compared
     * @throws ClusterException where the cluster cannot be asked or refuses; at once where it could not be reached a moment
     *     ago
     */
    Optional<ResourceOutcome> heal(Difference difference, boolean autoscaled, DriftPolicyRules rules)
            throws ClusterException {
        Resource desired = desired(difference);
        for (String path : left(difference, autoscaled, rules)) {
            @SuppressWarnings("unchecked") // a pointer that is not the root leaves a map a map
            Map<String, Object> rest = (Map<String, Object>)
                    Objects.requireNonNull(JsonPointer.parse(path).removeFrom(desired.content()));
            desired = new Resource(rest, desired.origin());
        }
        SyncRequest request = new SyncRequest(
                List.of(desired),
                environment.destination().namespace(),
                tracking,
                environment.sync(),
                false,
                false,
                clock.instant());
        Instant now = clock.instant();
        index.reachable(now);
        try {
            return restoration.restore(request, desired, difference.version());
        } catch (ClusterException e) {
            index.failed(e, now);
            throw e;
        }
    }

    private static Resource desired(Difference difference) {
        return Objects.requireNonNull(difference.desired(), "what Git does not have is not put back");
    }

    /**
     * The differing fields that Git has and that stay as they are. Replicas that an autoscaler has not changed yet are
     * written: who wrote them alone and then leaves them out has the server set them to one.
     */
    private static List<String> left(Difference difference, boolean autoscaled, DriftPolicyRules rules) {
        List<FieldDiff> healed = toHeal(difference, autoscaled, rules).fields();
        return difference.diff().fields().stream()
                .filter(field -> field.desired() != null && !healed.contains(field))
                .map(FieldDiff::path)
                .toList();
    }

    private static ResourceDiff toHeal(Difference difference, boolean autoscaled, DriftPolicyRules rules) {
        ResourceDiff diff = autoscaled ? difference.diff().autoscaled() : difference.diff();
        return diff.only(field -> rules.action(difference.key(), field) == DriftPolicy.Action.HEAL);
    }

    /** A list is applied by its elements' keys or as a whole; an index of the live one names nothing in Git's. */
    private static boolean isBesideAList(Resource desired, String path) {
        Object value = desired.content();
        for (String step : JsonPointer.parse(path).steps()) {
            if (!(value instanceof Map<?, ?> map)) {
                return true;
            }
            value = map.get(step);
        }
        return false;
    }
}
