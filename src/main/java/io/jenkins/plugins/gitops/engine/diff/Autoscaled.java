package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.JsonPointer;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** The workloads whose replicas an autoscaler sets: a HorizontalPodAutoscaler, or KEDA's ScaledObject. */
public final class Autoscaled {
    /** The kind that is looked for whoever made it: what it scales has no replicas of its own. */
    public static final GroupKind AUTOSCALER = new GroupKind("autoscaling", "HorizontalPodAutoscaler");

    /** Where a workload's replicas stand, as a JSON pointer. */
    public static final String REPLICAS = new JsonPointer(Place.REPLICAS).toString();

    private static final String DEFAULT_KIND = "Deployment";
    private static final String DEFAULT_GROUP = "apps";

    private final Set<ResourceKey> targets = new HashSet<>();

    /** @param objects with their namespaces */
    public Autoscaled(Stream<Resource> objects) {
        objects.filter(Autoscaled::isAutoscaler).map(Autoscaled::target).forEach(targets::add);
    }

    /** Whether an autoscaler sets its replicas. */
    public boolean contains(ResourceKey workload) {
        return targets.contains(workload);
    }

    private static boolean isAutoscaler(Resource resource) {
        return switch (resource.group()) {
            case "autoscaling" -> resource.kind().equals(AUTOSCALER.kind());
            case "keda.sh" -> resource.kind().equals("ScaledObject");
            default -> false;
        };
    }

    private static ResourceKey target(Resource autoscaler) {
        String apiVersion = autoscaler.text("spec", "scaleTargetRef", "apiVersion");
        String kind = autoscaler.text("spec", "scaleTargetRef", "kind");
        int slash = apiVersion.indexOf('/');
        return new ResourceKey(
                apiVersion.isEmpty() ? DEFAULT_GROUP : slash < 0 ? "" : apiVersion.substring(0, slash),
                kind.isEmpty() ? DEFAULT_KIND : kind,
                autoscaler.namespace(),
                autoscaler.text("spec", "scaleTargetRef", "name"));
    }
}
