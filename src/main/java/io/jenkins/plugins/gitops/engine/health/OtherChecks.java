package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;

/** Argo CD's built-in checks of what serves the workloads. */
final class OtherChecks {

    private OtherChecks() {}

    /** Argo CD: {@code health_pvc.go}. */
    static Health persistentVolumeClaim(Resource resource) {
        ArgoCdStatus status =
                switch (Fields.of(resource.content()).in("status").text("phase")) {
                    case "Bound" -> ArgoCdStatus.HEALTHY;
                    case "Pending" -> ArgoCdStatus.PROGRESSING;
                    case "Lost" -> ArgoCdStatus.DEGRADED;
                    default -> ArgoCdStatus.UNKNOWN;
                };
        return status.plainly();
    }

    /** Argo CD: {@code health_service.go}. */
    static Health service(Resource resource) {
        Fields content = Fields.of(resource.content());
        boolean waits = content.in("spec").text("type").equals("LoadBalancer")
                && content.in("status").in("loadBalancer").list("ingress").isEmpty();
        return (waits ? ArgoCdStatus.PROGRESSING : ArgoCdStatus.HEALTHY).plainly();
    }

    /** Argo CD: {@code health_ingress.go}, which reads leniently. */
    static Health ingress(Resource resource) {
        boolean waits = resource.list("status", "loadBalancer", "ingress").isEmpty();
        return (waits ? ArgoCdStatus.PROGRESSING : ArgoCdStatus.HEALTHY).plainly();
    }

    /** Argo CD: {@code health_apiservice.go}. */
    static Health apiService(Resource resource) {
        return Condition.first(Condition.of(resource), "Available")
                .map(available -> (available.isTrue() ? ArgoCdStatus.HEALTHY : ArgoCdStatus.PROGRESSING)
                        .because(available.reason() + ": " + available.message()))
                .orElseGet(() -> ArgoCdStatus.PROGRESSING.because("Waiting to be processed"));
    }

    /** A Workflow of Argo Workflows (Argo CD: {@code health_argo.go}, which reads leniently). */
    static Health workflow(Resource resource) {
        ArgoCdStatus status =
                switch (resource.text("status", "phase")) {
                    case "", "Pending", "Running" -> ArgoCdStatus.PROGRESSING;
                    case "Succeeded" -> ArgoCdStatus.HEALTHY;
                    case "Failed", "Error" -> ArgoCdStatus.DEGRADED;
                    default -> ArgoCdStatus.UNKNOWN;
                };
        return status.because(resource.text("status", "message"));
    }
}
