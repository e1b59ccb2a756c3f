package io.jenkins.plugins.gitops.engine.diff;

import java.time.Instant;
import java.util.Optional;

/**
 * A field manager, from one entry of managedFields.
 *
 * @param applied whether it wrote by server-side apply: then it owns exactly what it was told, no default values
 * @param subresource {@code scale}, {@code status} or empty
 * @param wholeList whether what it owns is an atomic list around the field, not the field itself
 */
record FieldOwner(String manager, boolean applied, String subresource, Optional<Instant> time, boolean wholeList) {

    /** Whether a person did it, and no controller, autoscaler, webhook or deliverer. */
    boolean isHand() {
        return !applied && FieldManagers.isHand(manager);
    }

    /** Whether the field was applied as it stands there: nobody's default value. */
    boolean isDelivery() {
        return applied && !wholeList && FieldManagers.appliesDeliveries(manager);
    }

    /** Whether an autoscaler set the replicas: a controller that writes the scale subresource. */
    boolean isAutoscaler() {
        return subresource.equals("scale") && !isHand();
    }
}
