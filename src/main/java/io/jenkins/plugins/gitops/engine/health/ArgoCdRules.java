package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Argo CD's rules: an object being deleted progresses; then a health script for its kind decides alone; then the
 * built-in check of the kind; kinds without either get no opinion (Argo CD: {@code gitops-engine/pkg/health}). The
 * scripts that Argo CD ships for others' kinds are not part of it; give them as {@link HealthScripts}.
 */
public final class ArgoCdRules implements HealthRules {
    /** The name of the rule set. */
    public static final String NAME = "argocd";

    private static final Map<GroupKind, Check> CHECKS = Map.ofEntries(
            check("apps", "Deployment", Set.of("v1"), WorkloadChecks::deployment),
            check("apps", "StatefulSet", Set.of("v1"), WorkloadChecks::statefulSet),
            check("apps", "DaemonSet", Set.of("v1"), WorkloadChecks::daemonSet),
            check("apps", "ReplicaSet", Set.of("v1"), WorkloadChecks::replicaSet),
            check("batch", "Job", Set.of("v1"), WorkloadChecks::job),
            check("", "Pod", Set.of("v1"), PodCheck::pod),
            check("", "PersistentVolumeClaim", Set.of("v1"), OtherChecks::persistentVolumeClaim),
            check("", "Service", Set.of("v1"), OtherChecks::service),
            check("networking.k8s.io", "Ingress", Set.of(), OtherChecks::ingress),
            check("extensions", "Ingress", Set.of(), OtherChecks::ingress),
            check("autoscaling", "HorizontalPodAutoscaler", Set.of("v1", "v2"), AutoscalerCheck::autoscaler),
            check("apiregistration.k8s.io", "APIService", Set.of("v1", "v1beta1"), OtherChecks::apiService),
            check("argoproj.io", "Workflow", Set.of(), OtherChecks::workflow));

    private final HealthScripts scripts;

    /** @param scripts health scripts that stand over the built-in checks */
    public ArgoCdRules(HealthScripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Health> judge(Resource live) {
        if (!live.text("metadata", "deletionTimestamp").isEmpty() && !ArgoCdHooks.hasFinalizer(live)) {
            return Optional.of(ArgoCdStatus.PROGRESSING.because("Pending deletion"));
        }
        GroupKind kind = new GroupKind(live.group(), live.kind());
        Optional<HealthScript> script = scripts.scriptFor(kind);
        if (script.isPresent()) {
            return script.get().judge(live);
        }
        return Optional.ofNullable(CHECKS.get(kind)).map(check -> check.judge(live));
    }

    @Override
    public Health missing() {
        return ArgoCdStatus.MISSING.plainly();
    }

    private static Map.Entry<GroupKind, Check> check(
            String group, String kind, Set<String> versions, Function<Resource, Health> judgement) {
        return Map.entry(new GroupKind(group, kind), new Check(versions, judgement));
    }

    /** A built-in check; it reads some versions of its kind, all of them where none is named. */
    private record Check(Set<String> versions, Function<Resource, Health> judgement) {

        Health judge(Resource live) {
            if (!versions.isEmpty() && !versions.contains(live.version())) {
                String name = live.kind().equals("HorizontalPodAutoscaler") ? "HPA" : live.kind();
                return ArgoCdStatus.UNKNOWN.because(
                        "unsupported " + name + " GVK: " + live.apiVersion() + ", Kind=" + live.kind());
            }
            try {
                return judgement.apply(live);
            } catch (UnreadableField e) {
                return ArgoCdStatus.UNKNOWN.because("cannot read this " + live.kind() + ": " + e.getMessage());
            }
        }
    }
}
