package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;

/** The checks of kstatus on what runs Pods (cli-utils: {@code core.go}). */
final class KstatusWorkloadChecks {
    /** The value by which a Deployment says that it has no deadline; its controller then never says Progressing. */
    private static final long NO_DEADLINE = Integer.MAX_VALUE;

    private KstatusWorkloadChecks() {}

    static Health deployment(Resource resource) {
        boolean progressed = resource.number(NO_DEADLINE, "spec", "progressDeadlineSeconds") == NO_DEADLINE;
        boolean available = false;
        for (Condition condition : Condition.of(resource)) {
            if (condition.type().equals("Progressing")) {
                if (condition.reason().equals("ProgressDeadlineExceeded")) {
                    return KstatusStatus.FAILED.because("Progress deadline exceeded");
                }
                progressed |= condition.isTrue() && condition.reason().equals("NewReplicaSetAvailable");
            } else if (condition.type().equals("Available")) {
                available |= condition.isTrue();
            }
        }
        long wanted = resource.number(1, "spec", "replicas");
        long all = status(resource, "replicas");
        long updated = status(resource, "updatedReplicas");
        long ready = status(resource, "readyReplicas");
        long nowAvailable = status(resource, "availableReplicas");
        if (all < wanted) {
            return tooFew("Replicas", all, wanted);
        }
        if (updated < wanted) {
            return tooFew("Updated", updated, wanted);
        }
        if (all > wanted) {
            return pendingTermination(all - wanted);
        }
        if (nowAvailable < updated) {
            return tooFew("Available", nowAvailable, updated);
        }
        if (ready < wanted) {
            return tooFew("Ready", ready, wanted);
        }
        if (!progressed) {
            return KstatusStatus.IN_PROGRESS.because("ReplicaSet not Available");
        }
        if (!available) {
            return KstatusStatus.IN_PROGRESS.because("Deployment not Available");
        }
        return KstatusStatus.CURRENT.because("Deployment is available. Replicas: " + all);
    }

    static Health replicaSet(Resource resource) {
        boolean failing = Condition.of(resource).stream()
                .anyMatch(condition -> condition.type().equals("ReplicaFailure") && condition.isTrue());
        if (failing) {
            return KstatusStatus.IN_PROGRESS.because("Replica Failure condition. Check Pods");
        }
        long wanted = resource.number(1, "spec", "replicas");
        long all = status(resource, "replicas");
        long labelled = status(resource, "fullyLabeledReplicas");
        long available = status(resource, "availableReplicas");
        long ready = status(resource, "readyReplicas");
        if (labelled < wanted) {
            return tooFew("Labelled", labelled, wanted);
        }
        if (available < wanted) {
            return tooFew("Available", available, wanted);
        }
        if (ready < wanted) {
            return tooFew("Ready", ready, wanted);
        }
        if (all > wanted) {
            return pendingTermination(all - wanted);
        }
        return KstatusStatus.CURRENT.because("ReplicaSet is available. Replicas: " + all);
    }

    static Health statefulSet(Resource resource) {
        if (resource.text("spec", "updateStrategy", "type").equals("OnDelete")) {
            return KstatusStatus.CURRENT.because("StatefulSet is using the ondelete update strategy");
        }
        long wanted = resource.number(1, "spec", "replicas");
        long all = status(resource, "replicas");
        long ready = status(resource, "readyReplicas");
        long current = status(resource, "currentReplicas");
        long updated = status(resource, "updatedReplicas");
        long partition = resource.number(-1, "spec", "updateStrategy", "rollingUpdate", "partition");
        if (all < wanted) {
            return tooFew("Replicas", all, wanted);
        }
        if (ready < wanted) {
            return tooFew("Ready", ready, wanted);
        }
        if (all > wanted) {
            return pendingTermination(all - wanted);
        }
        if (partition != -1) {
            return updated < wanted - partition
                    ? tooFew("updated", updated, wanted - partition)
                    : KstatusStatus.CURRENT.because("Partition rollout complete. updated: " + updated);
        }
        if (current < wanted) {
            return tooFew("current", current, wanted);
        }
        if (!resource.text("status", "currentRevision").equals(resource.text("status", "updateRevision"))) {
            return KstatusStatus.IN_PROGRESS.because("Waiting for updated revision to match current");
        }
        return scheduled(all);
    }

    static Health daemonSet(Resource resource) {
        Fields content = Fields.of(resource.content());
        if (content.in("metadata").optionalNumber("generation").isEmpty()) {
            return KstatusStatus.IN_PROGRESS.because(resource.kind() + " metadata.generation not found");
        }
        if (content.in("status").optionalNumber("observedGeneration").isEmpty()) {
            return KstatusStatus.IN_PROGRESS.because(resource.kind() + " status.observedGeneration not found");
        }
        long wanted = resource.number(-1, "status", "desiredNumberScheduled");
        long current = status(resource, "currentNumberScheduled");
        long updated = status(resource, "updatedNumberScheduled");
        long available = status(resource, "numberAvailable");
        long ready = status(resource, "numberReady");
        if (wanted == -1) {
            return KstatusStatus.IN_PROGRESS.because("Missing .status.desiredNumberScheduled");
        }
        if (current < wanted) {
            return tooFew("Current", current, wanted);
        }
        if (updated < wanted) {
            return tooFew("Updated", updated, wanted);
        }
        if (available < wanted) {
            return tooFew("Available", available, wanted);
        }
        if (ready < wanted) {
            return tooFew("Ready", ready, wanted);
        }
        return scheduled(wanted);
    }

    /** A running Job is Current there; only one that has not started is in progress. */
    static Health job(Resource resource) {
        long completions = resource.number(resource.number(1, "spec", "parallelism"), "spec", "completions");
        long succeeded = status(resource, "succeeded");
        long failed = status(resource, "failed");
        boolean suspend = Boolean.TRUE.equals(resource.at("spec", "suspend"));
        for (Condition condition : Condition.of(resource)) {
            if (condition.isTrue()) {
                switch (condition.type()) {
                    case "Complete" -> {
                        return KstatusStatus.CURRENT.because(
                                "Job Completed. succeeded: " + succeeded + "/" + completions);
                    }
                    case "Failed" -> {
                        return KstatusStatus.FAILED.because("Job Failed. failed: " + failed + "/" + completions);
                    }
                    case "Suspended" -> {
                        if (suspend) {
                            return KstatusStatus.CURRENT.because("Job is suspended");
                        }
                    }
                    default -> {
                        // says nothing about the outcome
                    }
                }
            }
        }
        if (resource.text("status", "startTime").isEmpty()) {
            return KstatusStatus.IN_PROGRESS.because("Job not started");
        }
        return KstatusStatus.CURRENT.because("Job in progress. success:" + succeeded + ", active: "
                + status(resource, "active") + ", failed: " + failed);
    }

    private static long status(Resource resource, String count) {
        return resource.number(0, "status", count);
    }

    private static Health tooFew(String what, long found, long wanted) {
        return KstatusStatus.IN_PROGRESS.because(what + ": " + found + "/" + wanted);
    }

    private static Health pendingTermination(long count) {
        return KstatusStatus.IN_PROGRESS.because("Pending termination: " + count);
    }

    private static Health scheduled(long replicas) {
        return KstatusStatus.CURRENT.because("All replicas scheduled as expected. Replicas: " + replicas);
    }
}
