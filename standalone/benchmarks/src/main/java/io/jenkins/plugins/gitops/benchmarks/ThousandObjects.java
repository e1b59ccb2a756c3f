package io.jenkins.plugins.gitops.benchmarks;

import io.jenkins.plugins.gitops.engine.testbed.Kubectl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Deployments, Services, ConfigMaps and Secrets in ten namespaces, as people write them. */
final class ThousandObjects {
    static final int COUNT = 1_000;
    private static final int NAMESPACES = 10;
    private static final int OF_EACH_KIND = COUNT / NAMESPACES / 4;

    private static final String OBJECTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: app-%2$d
              namespace: %1$s
              labels: {app: app-%2$d}
            spec:
              replicas: 2
              selector: {matchLabels: {app: app-%2$d}}
              template:
                metadata:
                  labels: {app: app-%2$d}
                spec:
                  containers:
                  - name: app
                    image: registry.example.com/app-%2$d:1.0.%2$d
                    ports: [{name: http, containerPort: 8080}]
                    env:
                    - {name: LEVEL, value: info}
                    - name: PASSWORD
                      valueFrom: {secretKeyRef: {name: app-%2$d, key: password}}
                    envFrom: [{configMapRef: {name: app-%2$d}}]
                    resources:
                      requests: {cpu: 0.1, memory: 128Mi}
                      limits: {cpu: "1", memory: 1024Mi}
                    readinessProbe: {httpGet: {path: /ready, port: http}}
                    volumeMounts: [{name: config, mountPath: /etc/app}]
                  - name: proxy
                    image: registry.example.com/proxy:2.1
                    args: [--port, "9090"]
                  volumes:
                  - {name: config, configMap: {name: app-%2$d}}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: app-%2$d
              namespace: %1$s
            spec:
              selector: {app: app-%2$d}
              ports: [{name: http, port: 80, targetPort: http}]
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: app-%2$d
              namespace: %1$s
            data:
              level: info
              application.yaml: |
                server:
                  port: 8080
                  name: app-%2$d
            ---
            apiVersion: v1
            kind: Secret
            metadata:
              name: app-%2$d
              namespace: %1$s
            data:
              password: %3$s
            """;

    private record Change(String kind, List<String> command) {}

    private static final List<Change> CHANGES = List.of(
            change("Deployment.apps", "scale", "deployment/app-3", "--replicas=5"),
            change("Deployment.apps", "set", "image", "deployment/app-3", "app=registry.example.com/app-3:9"),
            change("Deployment.apps", "set", "env", "deployment/app-3", "--containers=app", "LEVEL=debug"),
            change("Deployment.apps", "set", "resources", "deployment/app-3", "-c=app", "--limits=memory=2Gi"),
            change("Service", "patch", "service/app-3", "-p", "{\"spec\":{\"selector\":{\"app\":\"app-4\"}}}"),
            change("Service", "patch", "service/app-3", "-p", "{\"spec\":{\"sessionAffinity\":\"ClientIP\"}}"),
            change("ConfigMap", "patch", "configmap/app-3", "-p", "{\"data\":{\"level\":\"debug\"}}"),
            change("ConfigMap", "patch", "configmap/app-3", "-p", "{\"data\":{\"level\":null}}"),
            change("Secret", "patch", "secret/app-3", "-p", "{\"data\":{\"password\":\"b3RoZXI=\"}}"),
            change("Secret", "patch", "secret/app-3", "-p", "{\"stringData\":{\"password\":\"another\"}}"));

    private final List<String> namespaces = new ArrayList<>();
    private final List<String> manifests = new ArrayList<>();

    ThousandObjects() {
        for (int namespace = 0; namespace < NAMESPACES; namespace++) {
            String name = "benchmark-" + namespace;
            List<String> objects = new ArrayList<>();
            for (int number = 0; number < OF_EACH_KIND; number++) {
                String password =
                        Base64.getEncoder().encodeToString(("secret-" + number).getBytes(StandardCharsets.UTF_8));
                objects.add(String.format(Locale.ROOT, OBJECTS, name, number, password));
            }
            namespaces.add(name);
            manifests.add(String.join("---\n", objects));
        }
    }

    String all() {
        return String.join("---\n", manifests);
    }

    /** The manifests of each namespace. */
    Map<String, String> byNamespace() {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < NAMESPACES; i++) {
            all.put(namespaces.get(i), manifests.get(i));
        }
        return all;
    }

    /** Delivers with {@code kubectl apply}, a process for each namespace. */
    void deliver(Kubectl kubectl) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(NAMESPACES);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < NAMESPACES; i++) {
                String namespace = namespaces.get(i);
                String objects = manifests.get(i);
                work.add(() -> {
                    kubectl.output("create", "namespace", namespace);
                    return kubectl.apply(objects);
                });
            }
            for (Future<String> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Changes a field of one object in each namespace by hand; gives the objects' names. */
    Set<String> changeTen(Kubectl kubectl) throws IOException, InterruptedException {
        Set<String> changed = new TreeSet<>();
        for (int i = 0; i < NAMESPACES; i++) {
            Change change = CHANGES.get(i);
            List<String> arguments = new ArrayList<>(List.of("-n", namespaces.get(i)));
            arguments.addAll(change.command());
            kubectl.output(arguments.toArray(String[]::new));
            changed.add(change.kind() + " " + namespaces.get(i) + "/app-3");
        }
        return changed;
    }

    private static Change change(String kind, String... command) {
        return new Change(kind, List.of(command));
    }
}
