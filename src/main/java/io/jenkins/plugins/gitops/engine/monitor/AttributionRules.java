package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.FieldDiff;
import io.jenkins.plugins.gitops.engine.diff.FieldManagers;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Whose hand it was, by the name of the field manager that wrote last. A program that sends none gets the first part of
 * its user agent for a name (Kubernetes: managedFields, {@code managerOrUserAgent}).
 */
final class AttributionRules {
    /**
     * Argo CD: {@code argocd-controller} applies server-side (common.ArgoCDSSAManager), {@code
     * argocd-application-controller} is the user agent of its other writes. Flux: {@code kustomize-controller} and {@code
     * helm-controller} (their --controller names). Fleet: {@code fleetagent}, its user agent.
     */
    private static final Set<String> CONTROLLERS = Set.of(
            ApplyOptions.FIELD_MANAGER,
            "argocd-controller",
            "argocd-application-controller",
            "kustomize-controller",
            "helm-controller",
            "fleetagent");

    /**
     * KEDA's operator, the vertical pod autoscaler's parts and the cluster proportional one, by their user agents. The
     * horizontal one runs in kube-controller-manager and writes the scale subresource, which is no difference at all.
     */
    private static final Set<String> AUTOSCALERS =
            Set.of("keda", "keda-operator", "vpa-updater", "vpa-recommender", "cluster-proportional-autoscaler");

    /** Those that also write themselves: Kyverno's background controller, Gatekeeper, istiod, cert-manager, Linkerd. */
    private static final Set<String> WEBHOOKS = Set.of(
            "kyverno",
            "background-controller",
            "gatekeeper",
            "pilot-discovery",
            "istiod",
            "cert-manager-cainjector",
            "cainjector",
            "linkerd-proxy-injector");

    /** A build says so itself: {@code kubectl --field-manager=jenkins-JOB}; a Java client in Jenkins is named after it. */
    private static final String JENKINS = "jenkins";

    private AttributionRules() {}

    /** Whose hand a difference was: that of the manager who wrote last of those who wrote what differs. */
    static Attribution of(ResourceDiff diff) {
        List<FieldDiff> written =
                diff.fields().stream().filter(field -> field.live() != null).toList();
        return written.stream()
                .filter(field -> field.manager() != null)
                .max(Comparator.comparing(AttributionRules::time))
                .map(FieldDiff::manager)
                .map(AttributionRules::of)
                .orElseGet(() -> diff.change() == Change.MODIFIED && !written.isEmpty()
                        // what stands there and nobody owns was put there on the way in
                        ? new Attribution.AdmissionWebhook("")
                        : new Attribution.Unknown(""));
    }

    static Attribution of(String manager) {
        if (manager.toLowerCase(Locale.ROOT).startsWith(JENKINS)) {
            return new Attribution.JenkinsBuild(manager);
        }
        if (CONTROLLERS.contains(manager)) {
            return new Attribution.GitOpsController(manager);
        }
        if (AUTOSCALERS.contains(manager)) {
            return new Attribution.Autoscaler(manager);
        }
        if (WEBHOOKS.contains(manager)) {
            return new Attribution.AdmissionWebhook(manager);
        }
        boolean person = FieldManagers.isHand(manager) || FieldManagers.isDeliveringCommand(manager);
        return person ? new Attribution.Person(manager) : new Attribution.Unknown(manager);
    }

    private static Instant time(FieldDiff field) {
        return field.time() == null ? Instant.MIN : field.time();
    }
}
