package io.jenkins.plugins.gitops.cli.demo;

import java.util.List;

/** The application of the demo: two environments are folders of one branch, the third is a branch of its own. */
final class Shop {
    static final String NAME = "shop";
    static final String DEPLOYMENT = "web";
    static final String IMAGE = "registry.k8s.io/pause";
    static final String OLD = IMAGE + ":3.9";
    static final String NEW = IMAGE + ":3.10";
    static final String BAD = IMAGE + ":3.10.1";

    /** Who is asked before anything comes to prod. */
    static final String APPROVER = "Ada";

    static final Place DEV = new Place("dev", "main", "envs/dev", 1);
    static final Place STAGING = new Place("staging", "main", "envs/staging", 2);
    static final Place PROD = new Place("prod", "env/prod", "manifests", 3);
    static final List<Place> PLACES = List.of(DEV, STAGING, PROD);

    /** Where an environment stands and runs. */
    record Place(String environment, String branch, String folder, int replicas) {
        String namespace() {
            return "gitops-demo-" + environment;
        }

        String file() {
            return folder + "/web.yaml";
        }

        String manifest(String image) {
            return """
                    # The shop's front end in ENVIRONMENT.
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata:
                      name: web
                      labels: {app: web}
                    spec:
                      replicas: REPLICAS  # enough for ENVIRONMENT
                      selector:
                        matchLabels: {app: web}
                      template:
                        metadata:
                          labels: {app: web}
                        spec:
                          containers:
                            - name: web
                              image: "IMAGE"
                              ports: [{containerPort: 8080}]
                    ---
                    apiVersion: v1
                    kind: Service
                    metadata: {name: web}
                    spec:
                      selector: {app: web}
                      ports: [{port: 80, targetPort: 8080}]
                    """.replace("ENVIRONMENT", environment)
                    .replace("REPLICAS", String.valueOf(replicas))
                    .replace("IMAGE", image);
        }
    }

    private Shop() {}

    static String configuration() {
        return """
                # Who runs where, and who delivers. Read from the default branch alone.
                applications:
                  - name: shop
                    defaults:
                      delivery: jenkins
                      sync: {automated: true, prune: true}
                      health: {steady: 1s, timeout: 2m}
                    environments:
                      - name: dev
                        folder: envs/dev
                        destination: {cluster: demo, namespace: gitops-demo-dev}
                      - name: staging
                        folder: envs/staging
                        destination: {cluster: demo, namespace: gitops-demo-staging}
                        drift: heal
                      - name: prod
                        branch: env/prod
                        path: manifests
                        destination: {cluster: demo, namespace: gitops-demo-prod}
                        sync: {automated: false}
                        gates: [{approval: {users: [Ada]}}]
                """;
    }
}
