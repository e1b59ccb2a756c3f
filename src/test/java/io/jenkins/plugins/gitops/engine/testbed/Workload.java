package io.jenkins.plugins.gitops.engine.testbed;

/** Manifests of Deployments that live, or fail in a way of the testbed's. */
public final class Workload {
    private Workload() {}

    /** A Deployment of this many pods that become ready, given time enough on a busy machine. */
    public static String deployment(String name, int replicas) {
        return deployment(name, replicas, "ready")
                .replace("progressDeadlineSeconds: 3", "progressDeadlineSeconds: 120");
    }

    /** A Deployment whose pods do as {@code gitops.test/pod} says, and which gives up after three seconds. */
    public static String deployment(String name, int replicas, String pod) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: %1$s
                spec:
                  replicas: %2$d
                  progressDeadlineSeconds: 3
                  selector:
                    matchLabels: {app: %1$s}
                  template:
                    metadata:
                      labels: {app: %1$s, gitops.test/pod: %3$s}
                    spec:
                      containers:
                      - {name: main, image: "registry.test/%1$s:1"}
                """.formatted(name, replicas, pod);
    }
}
