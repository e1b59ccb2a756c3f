package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.OptionalLong;

/** Argo CD's built-in checks of what runs Pods. */
final class WorkloadChecks {
    private static final String NOT_OBSERVED =
            "Waiting for rollout to finish: observed %s generation less than desired generation";

    private WorkloadChecks() {}

    /** Argo CD: {@code health_deployment.go}. */
    static Health deployment(Resource resource) {
        Fields spec = Fields.of(resource.content()).in("spec");
        Fields status = Fields.of(resource.content()).in("status");
        if (spec.flag("paused")) {
            return ArgoCdStatus.SUSPENDED.because("Deployment is paused");
        }
        if (generation(resource) > status.number("observedGeneration")) {
            return ArgoCdStatus.PROGRESSING.because(NOT_OBSERVED.formatted("deployment"));
        }
        boolean deadlineExceeded = Condition.first(Condition.of(status), "Progressing")
                .filter(condition -> condition.reason().equals("ProgressDeadlineExceeded"))
                .isPresent();
        OptionalLong desired = spec.optionalNumber("replicas");
        long updated = status.number("updatedReplicas");
        long all = status.number("replicas");
        long available = status.number("availableReplicas");
        if (deadlineExceeded) {
            return ArgoCdStatus.DEGRADED.because(
                    "Deployment \"" + resource.name() + "\" exceeded its progress deadline");
        }
        if (desired.isPresent() && updated < desired.getAsLong()) {
            return rollout(updated + " out of " + desired.getAsLong() + " new replicas have been updated...");
        }
        if (all > updated) {
            return rollout((all - updated) + " old replicas are pending termination...");
        }
        if (available < updated) {
            return rollout(available + " of " + updated + " updated replicas are available...");
        }
        return ArgoCdStatus.HEALTHY.plainly();
    }

    /** Argo CD: {@code health_replicaset.go}. */
    static Health replicaSet(Resource resource) {
        Fields spec = Fields.of(resource.content()).in("spec");
        Fields status = Fields.of(resource.content()).in("status");
        if (generation(resource) > status.number("observedGeneration")) {
            return ArgoCdStatus.PROGRESSING.because(NOT_OBSERVED.formatted("replica set"));
        }
        var failure = Condition.first(Condition.of(status), "ReplicaFailure").filter(Condition::isTrue);
        if (failure.isPresent()) {
            return ArgoCdStatus.DEGRADED.because(failure.get().message());
        }
        OptionalLong desired = spec.optionalNumber("replicas");
        long available = status.number("availableReplicas");
        if (desired.isPresent() && available < desired.getAsLong()) {
            return rollout(available + " out of " + desired.getAsLong() + " new replicas are available...");
        }
        return ArgoCdStatus.HEALTHY.plainly();
    }

    /** Argo CD: {@code health_statefulset.go}; a rolling update with its settings present ends in Healthy there. */
    static Health statefulSet(Resource resource) {
        Fields spec = Fields.of(resource.content()).in("spec");
        Fields status = Fields.of(resource.content()).in("status");
        long observed = status.number("observedGeneration");
        if (observed == 0 || generation(resource) > observed) {
            return ArgoCdStatus.PROGRESSING.because("Waiting for statefulset spec update to be observed...");
        }
        OptionalLong desired = spec.optionalNumber("replicas");
        long ready = status.number("readyReplicas");
        if (desired.isPresent() && ready < desired.getAsLong()) {
            return ArgoCdStatus.PROGRESSING.because(
                    "Waiting for " + (desired.getAsLong() - ready) + " pods to be ready...");
        }
        Fields strategy = spec.in("updateStrategy");
        long updated = status.number("updatedReplicas");
        String type = strategy.text("type");
        if (type.equals("RollingUpdate") && strategy.has("rollingUpdate")) {
            OptionalLong partition = strategy.in("rollingUpdate").optionalNumber("partition");
            if (desired.isPresent() && partition.isPresent()) {
                long wanted = desired.getAsLong() - partition.getAsLong();
                if (updated < wanted) {
                    return ArgoCdStatus.PROGRESSING.because("Waiting for partitioned roll out to finish: " + updated
                            + " out of " + wanted + " new pods have been updated...");
                }
            }
            return ArgoCdStatus.HEALTHY.because(
                    "partitioned roll out complete: " + updated + " new pods have been updated...");
        }
        if (type.equals("OnDelete")) {
            return ArgoCdStatus.HEALTHY.because("statefulset has " + ready + " ready pods");
        }
        String current = status.text("currentRevision");
        if (!status.text("updateRevision").equals(current)) {
            return ArgoCdStatus.PROGRESSING.because("waiting for statefulset rolling update to complete " + updated
                    + " pods at revision " + status.text("updateRevision") + "...");
        }
        return ArgoCdStatus.HEALTHY.because("statefulset rolling update complete " + status.number("currentReplicas")
                + " pods at revision " + current + "...");
    }

    /** Argo CD: {@code health_daemonset.go}. */
    static Health daemonSet(Resource resource) {
        Fields status = Fields.of(resource.content()).in("status");
        if (generation(resource) > status.number("observedGeneration")) {
            return ArgoCdStatus.PROGRESSING.because(NOT_OBSERVED.formatted("daemon set"));
        }
        long desired = status.number("desiredNumberScheduled");
        long updated = status.number("updatedNumberScheduled");
        long available = status.number("numberAvailable");
        Fields strategy = Fields.of(resource.content()).in("spec").in("updateStrategy");
        if (strategy.text("type").equals("OnDelete")) {
            return ArgoCdStatus.HEALTHY.because(
                    "daemon set " + updated + " out of " + desired + " new pods have been updated");
        }
        String waiting = "Waiting for daemon set \"" + resource.name() + "\" rollout to finish: ";
        if (updated < desired) {
            return ArgoCdStatus.PROGRESSING.because(
                    waiting + updated + " out of " + desired + " new pods have been updated...");
        }
        if (available < desired) {
            return ArgoCdStatus.PROGRESSING.because(
                    waiting + available + " of " + desired + " updated pods are available...");
        }
        return ArgoCdStatus.HEALTHY.plainly();
    }

    /** Argo CD: {@code health_job.go}; whether a condition is true is asked of {@code Suspended} alone. */
    static Health job(Resource resource) {
        boolean failed = false;
        boolean suspended = false;
        boolean decided = false;
        String failure = "";
        String message = "";
        for (Condition condition : Condition.of(resource)) {
            switch (condition.type()) {
                case "Failed" -> {
                    failed = true;
                    decided = true;
                    failure = condition.message();
                }
                case "Complete" -> {
                    decided = true;
                    message = condition.message();
                }
                case "Suspended" -> {
                    decided = true;
                    message = condition.message();
                    suspended |= condition.isTrue();
                }
                default -> {
                    // says nothing about the outcome
                }
            }
        }
        if (!decided) {
            return ArgoCdStatus.PROGRESSING.because(message);
        }
        if (failed) {
            return ArgoCdStatus.DEGRADED.because(failure);
        }
        return (suspended ? ArgoCdStatus.SUSPENDED : ArgoCdStatus.HEALTHY).because(message);
    }

    private static Health rollout(String what) {
        return ArgoCdStatus.PROGRESSING.because("Waiting for rollout to finish: " + what);
    }

    private static long generation(Resource resource) {
        return Fields.of(resource.content()).in("metadata").number("generation");
    }
}
