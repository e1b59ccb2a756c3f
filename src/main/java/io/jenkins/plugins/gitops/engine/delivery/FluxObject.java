package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What every object of Flux says in the same way (Flux: {@code fluxcd/pkg/apis/meta}). */
record FluxObject(Resource object) {
    private static final String REQUESTED = "reconcile.fluxcd.io/requestedAt";
    private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(10);

    /** A condition of the object, with the generation it is about where it says so. */
    record Condition(String status, String reason, String message, long generation, Optional<Instant> since) {

        boolean isTrue() {
            return status.equals("True");
        }

        boolean isFalse() {
            return status.equals("False");
        }

        boolean isOlderThan(Instant time) {
            return since.filter(time::isAfter).isPresent();
        }
    }

    GroupKind kind() {
        return object.key().groupKind();
    }

    String name() {
        return object.kind() + " " + object.namespace() + "/" + object.name();
    }

    boolean isBeingDeleted() {
        return !object.text("metadata", "deletionTimestamp").isEmpty();
    }

    boolean isSuspended() {
        return Boolean.TRUE.equals(object.at("spec", "suspend"));
    }

    long generation() {
        return object.number(0, "metadata", "generation");
    }

    Optional<Condition> condition(String type) {
        return object.list("status", "conditions").stream()
                .filter(condition -> condition instanceof Map<?, ?> map && type.equals(map.get("type")))
                .findFirst()
                .map(condition -> {
                    Map<?, ?> map = (Map<?, ?>) condition;
                    return new Condition(
                            text(map, "status"),
                            text(map, "reason"),
                            text(map, "message"),
                            map.get("observedGeneration") instanceof Number number ? number.longValue() : generation(),
                            ControllerTime.latest(text(map, "lastTransitionTime")));
                });
    }

    /** A condition that is about the object as it is now. */
    Optional<Condition> current(String type) {
        return condition(type).filter(condition -> condition.generation() == generation());
    }

    /** Whether it was asked to reconcile and has not yet, or was asked only a moment ago. */
    boolean isAsked(Instant now) {
        Optional<String> requested = object.annotation(REQUESTED);
        if (requested.isEmpty()) {
            return false;
        }
        boolean handled = requested.get().equals(object.text("status", "lastHandledReconcileAt"));
        boolean lately = ControllerTime.of(requested.get())
                .filter(time -> time.isAfter(now.minus(BETWEEN_REQUESTS)))
                .isPresent();
        return !handled || lately;
    }

    /** What to apply so that its controller reconciles it now. */
    Resource request(Instant now) {
        return Resource.of(Map.of(
                "apiVersion", object.apiVersion(),
                "kind", object.kind(),
                "metadata",
                        Map.of(
                                "name", object.name(),
                                "namespace", object.namespace(),
                                "annotations", Map.of(REQUESTED, now.toString()))));
    }

    private static String text(Map<?, ?> map, String name) {
        return map.get(name) instanceof String value ? value : "";
    }
}
