package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;

/** The checks of kstatus on what serves the workloads (cli-utils: {@code core.go}). */
final class KstatusOtherChecks {

    private KstatusOtherChecks() {}

    static Health always(Resource resource) {
        return KstatusStatus.CURRENT.because("Resource is always ready");
    }

    /** That its controller has seen the newest generation is asked of every object before. */
    static Health disruptionBudget(Resource resource) {
        return KstatusStatus.CURRENT.because("AllowedDisruptions has been computed.");
    }

    static Health persistentVolumeClaim(Resource resource) {
        String phase = resource.at("status", "phase") instanceof String text ? text : "unknown";
        return phase.equals("Bound")
                ? KstatusStatus.CURRENT.because("PVC is Bound")
                : KstatusStatus.IN_PROGRESS.because("PVC is not Bound. phase: " + phase);
    }

    static Health service(Resource resource) {
        boolean waits = resource.text("spec", "type").equals("LoadBalancer")
                && resource.text("spec", "clusterIP").isEmpty();
        return waits
                ? KstatusStatus.IN_PROGRESS.because("ClusterIP not set. Service type: LoadBalancer")
                : KstatusStatus.CURRENT.because("Service is ready");
    }

    static Health definition(Resource resource) {
        for (Condition condition : Condition.of(resource)) {
            if (condition.type().equals("NamesAccepted") && condition.isFalse()) {
                return KstatusStatus.FAILED.because(condition.message());
            }
            if (condition.type().equals("Established")) {
                if (condition.isFalse() && !condition.reason().equals("Installing")) {
                    return KstatusStatus.FAILED.because(condition.message());
                }
                if (condition.isTrue()) {
                    return KstatusStatus.CURRENT.because("CRD is established");
                }
            }
        }
        return KstatusStatus.IN_PROGRESS.because("Install in progress");
    }
}
