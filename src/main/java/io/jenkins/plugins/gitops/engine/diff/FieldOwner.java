package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A field manager, from one entry of managedFields.
 *
 * @param applied whether it wrote by server-side apply: then it owns exactly what it was told, no default values
 * @param subresource {@code scale}, {@code status} or empty
 * @param wholeList whether what it owns is an atomic list around the field, not the field itself
 */
record FieldOwner(String manager, boolean applied, String subresource, Optional<Instant> time, boolean wholeList) {

    /** The field manager the plugin applies with. */
    static final String OURS = ApplyOptions.FIELD_MANAGER;

    /** Who delivers what Git says, by server-side apply; {@code kubectl} is its default manager there. */
    private static final Set<String> DELIVERERS =
            Set.of(OURS, "kubectl", "argocd-controller", "kustomize-controller", "helm-controller", "helm", "fleet");

    /** kubectl's commands that deliver whole manifests; what they write includes every default value. */
    private static final Set<String> DELIVERING_COMMANDS =
            Set.of("kubectl-client-side-apply", "kubectl-create", "kubectl-run", "kubectl-expose");

    /** What people change objects with, beside kubectl; what a program calls itself up to the first slash. */
    private static final Set<String> TOOLS_OF_PEOPLE = Set.of(
            "Mozilla",
            "curl",
            "dashboard",
            "freelens",
            "headlamp",
            "headlamp-server",
            "HTTPie",
            "k9s",
            "lens",
            "node-fetch",
            "oc",
            "PostmanRuntime",
            "python-requests",
            "Wget");

    /** Whether a person did it, and no controller, autoscaler, webhook or deliverer. */
    boolean isHand() {
        if (applied) {
            return false;
        }
        return TOOLS_OF_PEOPLE.contains(manager)
                || manager.equals("kubectl")
                || manager.startsWith("kubectl-") && !DELIVERING_COMMANDS.contains(manager);
    }

    /** Whether the field was applied as it stands there: nobody's default value. */
    boolean isDelivery() {
        return applied && !wholeList && (DELIVERERS.contains(manager) || manager.startsWith("kubectl"));
    }

    /** Whether an autoscaler set the replicas: a controller that writes the scale subresource. */
    boolean isAutoscaler() {
        return subresource.equals("scale") && !isHand();
    }
}
