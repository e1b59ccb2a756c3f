package io.jenkins.plugins.gitops.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Live objects of the kinds that are judged, with fields present, absent, old and at odds with each other. */
final class RandomObjects {
    private static final String AT = "2026-05-01T10:00:00Z";

    private final Random random;

    RandomObjects(Random random) {
        this.random = random;
    }

    Map<String, Object> next() {
        return switch (random.nextInt(13)) {
            case 0 ->
                object("apps/v1", "Deployment", map("replicas", count(), "paused", one(null, null, true)), rollout());
            case 1 -> object("apps/v1", "ReplicaSet", map("replicas", count()), rollout());
            case 2 ->
                object("apps/v1", "StatefulSet", map("replicas", count(), "updateStrategy", strategy()), rollout());
            case 3 -> object("apps/v1", "DaemonSet", map("updateStrategy", strategy()), rollout());
            case 4, 5 ->
                object("v1", "Pod", map("restartPolicy", one("Always", "Never", "OnFailure", null)), podStatus());
            case 6 ->
                object("batch/v1", "Job", map(), map("conditions", conditions("Failed", "Complete", "Suspended")));
            case 7 -> object("v1", "PersistentVolumeClaim", map(), map("phase", one("Bound", "Pending", "Lost", null)));
            case 8 -> object("v1", "Service", map("type", one("LoadBalancer", "ClusterIP", null)), balanced());
            case 9 -> object("networking.k8s.io/v1", "Ingress", map(), balanced());
            case 10 ->
                object(
                        one("autoscaling/v2", "autoscaling/v1", "autoscaling/v2beta2"),
                        "HorizontalPodAutoscaler",
                        map(),
                        map("conditions", conditions("AbleToScale", "ScalingActive", "ScalingLimited")));
            case 11 ->
                object(
                        one("apiregistration.k8s.io/v1", "apiregistration.k8s.io/v1beta1"),
                        "APIService",
                        map(),
                        map("conditions", conditions("Available", "Other")));
            default ->
                object(
                        "argoproj.io/v1alpha1",
                        one("Workflow", "Rollout"),
                        map(),
                        map(
                                "phase",
                                one("Running", "Succeeded", "Failed", "Error", "Odd", null),
                                "message",
                                one("m", null)));
        };
    }

    private Map<String, Object> object(String apiVersion, String kind, Object spec, Object status) {
        Map<String, Object> metadata = map(
                "name",
                "web",
                "namespace",
                "shop",
                "generation",
                one(null, 1, 2, 3),
                "annotations",
                annotations(),
                "finalizers",
                one(null, null, List.of("argocd.argoproj.io/hook-finalizer")),
                "deletionTimestamp",
                random.nextInt(12) == 0 ? AT : null);
        return map(
                "apiVersion", apiVersion,
                "kind", kind,
                "metadata", metadata,
                "spec", spec,
                "status", random.nextInt(15) == 0 ? null : status);
    }

    private Object annotations() {
        String conditions = "autoscaling.alpha.kubernetes.io/conditions";
        return one(
                null,
                map("argocd.argoproj.io/hook", one("PreSync", "Skip", "Sync,Skip", "odd")),
                map("helm.sh/hook", one("crd-install", "pre-install")),
                map(conditions, "[]"),
                map(conditions, "[{\"type\":\"AbleToScale\",\"status\":\"True\",\"message\":\"x\"}]"),
                map(conditions, "[{\"type\":\"ScalingActive\",\"reason\":\"InvalidSelector\",\"message\":\"y\"}]"));
    }

    private Object rollout() {
        return map(
                "observedGeneration", one(null, 0, 1, 2, 3),
                "replicas", count(),
                "updatedReplicas", count(),
                "readyReplicas", count(),
                "availableReplicas", count(),
                "currentReplicas", count(),
                "currentRevision", one("a", "b", null),
                "updateRevision", one("a", "b", null),
                "desiredNumberScheduled", count(),
                "updatedNumberScheduled", count(),
                "numberAvailable", count(),
                "conditions", conditions("Progressing", "Available", "ReplicaFailure"));
    }

    private Object strategy() {
        return one(
                null,
                map("type", "OnDelete"),
                map("type", "RollingUpdate"),
                map("type", "RollingUpdate", "rollingUpdate", map()),
                map("type", "RollingUpdate", "rollingUpdate", map("partition", one(0, 1, 2))));
    }

    private Object podStatus() {
        return map(
                "phase", one("Pending", "Running", "Running", "Succeeded", "Failed", "Unknown", null),
                "message", one(null, "m"),
                "conditions", conditions("Ready", "PodScheduled"),
                "containerStatuses", containers(),
                "initContainerStatuses", containers());
    }

    private Object containers() {
        List<Object> containers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Object waiting = map(
                    "reason",
                            one(
                                    "ErrImagePull",
                                    "ImagePullBackOff",
                                    "CrashLoopBackOff",
                                    "ContainerCreating",
                                    "ConfigError"),
                    "message", one("w", null));
            Object terminated = map("exitCode", one(0, 1), "reason", one("OOMKilled", null), "message", one("t", null));
            containers.add(map(
                    "name", "c" + i,
                    "state", one(map("waiting", waiting), map("running", map()), map("terminated", terminated)),
                    "lastState", one(null, map(), map("terminated", map("exitCode", 1)))));
        }
        return containers.isEmpty() ? null : containers;
    }

    private Object balanced() {
        return map(
                "loadBalancer",
                one(null, map(), map("ingress", List.of()), map("ingress", List.of(map("ip", "10.0.0.1")))));
    }

    private Object conditions(String... types) {
        List<Object> conditions = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            conditions.add(map(
                    "type", one(types),
                    "status", one("True", "False", "Unknown"),
                    "reason",
                            one("ProgressDeadlineExceeded", "FailedGetScale", "FailedGetResourceMetric", "Other", null),
                    "message", one("m1", "m2", null, "")));
        }
        return conditions;
    }

    private Object count() {
        return one(null, 0, 1, 2, 3);
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A map of names and values in turn, without the values that are null. */
    private static Map<String, Object> map(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            if (entries[i + 1] != null) {
                map.put((String) entries[i], entries[i + 1]);
            }
        }
        return map;
    }
}
