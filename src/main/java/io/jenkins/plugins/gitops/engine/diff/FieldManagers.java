package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import java.util.Set;

/** Who is behind the name of a field manager (Kubernetes: the {@code manager} of a managedFields entry). */
public final class FieldManagers {
    /** Who delivers what Git says, by server-side apply; {@code kubectl} is its default manager there. */
    private static final Set<String> DELIVERERS = Set.of(
            ApplyOptions.FIELD_MANAGER,
            "kubectl",
            "argocd-controller",
            "kustomize-controller",
            "helm-controller",
            "helm",
            "fleet");

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

    private FieldManagers() {}

    /** Whether it is a person's tool, kubectl's commands that deliver whole manifests left out. */
    public static boolean isHand(String manager) {
        return TOOLS_OF_PEOPLE.contains(manager)
                || manager.equals("kubectl")
                || manager.startsWith("kubectl-") && !DELIVERING_COMMANDS.contains(manager);
    }

    /** Whether it is one of kubectl's commands that deliver whole manifests, as a person or a stage may. */
    public static boolean isDeliveringCommand(String manager) {
        return DELIVERING_COMMANDS.contains(manager);
    }

    /** Whether it delivers by server-side apply. */
    static boolean appliesDeliveries(String manager) {
        return DELIVERERS.contains(manager) || manager.startsWith("kubectl");
    }
}
