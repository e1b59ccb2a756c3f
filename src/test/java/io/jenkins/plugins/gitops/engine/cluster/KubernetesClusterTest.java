package io.jenkins.plugins.gitops.engine.cluster;

import static io.jenkins.plugins.gitops.engine.cluster.Clusters.CONFIG_MAP;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.DEPLOYMENT;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.SECRET;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.configMap;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.PolicyRule;
import io.jenkins.plugins.gitops.engine.testbed.RefusingWebhook;
import io.jenkins.plugins.gitops.engine.testbed.User;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnTestbed
class KubernetesClusterTest {
    private final ControlPlane plane;
    private final KubernetesCluster cluster;
    private String namespace;

    KubernetesClusterTest(ControlPlane plane) throws Exception {
        this.plane = plane;
        this.cluster = Clusters.connect(plane);
    }

    @BeforeEach
    void createNamespace() throws Exception {
        namespace = plane.namespace("cluster");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void knowsTheKindsOfTheServer() throws Exception {
        ResourceType deployments = cluster.type(DEPLOYMENT).orElseThrow();

        assertThat(deployments.apiVersion()).isEqualTo("apps/v1");
        assertThat(deployments.plural()).isEqualTo("deployments");
        assertThat(deployments.namespaced()).isTrue();
        assertThat(deployments.verbs()).contains("list", "watch", "patch");
        assertThat(cluster.type(new GroupKind("", "Namespace")).orElseThrow().namespaced())
                .isFalse();
        assertThat(cluster.type(new GroupKind("example.test", "Nothing"))).isEmpty();
        assertThat(cluster.types()).contains(deployments).hasSizeGreaterThan(40);
    }

    @Test
    void appliesAndReadsBack() throws Exception {
        Resource live = cluster.apply(configMap(namespace, "a", "one"), ApplyOptions.FORCED);

        assertThat(live.text("metadata", "uid")).isNotEmpty();
        assertThat(plane.kubectl().output("get", "configmap", "a", "-n", namespace, "-o", "jsonpath={.data.value}"))
                .isEqualTo("one");
        assertThat(plane.kubectl()
                        .output(
                                "get",
                                "configmap",
                                "a",
                                "-n",
                                namespace,
                                "--show-managed-fields",
                                "-o",
                                "jsonpath={.metadata.managedFields[*].manager}"))
                .isEqualTo("gitops-stages");
        assertThat(cluster.get(cluster.type(CONFIG_MAP).orElseThrow(), namespace, "a"))
                .hasValueSatisfying(
                        read -> assertThat(read.text("data", "value")).isEqualTo("one"));
        assertThat(cluster.get(cluster.type(CONFIG_MAP).orElseThrow(), namespace, "b"))
                .isEmpty();
    }

    @Test
    void dryRunLeavesNothing() throws Exception {
        Resource answer = cluster.apply(configMap(namespace, "a", "one"), ApplyOptions.FORCED.withDryRun(true));

        assertThat(answer.text("data", "value")).isEqualTo("one");
        assertThat(cluster.get(cluster.type(CONFIG_MAP).orElseThrow(), namespace, "a"))
                .isEmpty();
    }

    @Test
    void listsAllPagesWithKindAndVersionOnEveryObject() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_101; i++) {
            many.append("---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c%04d, labels: {parity: x%d}}}\n"
                    .formatted(i, i % 2));
        }
        plane.kubectl().runWith(many.toString(), "create", "-n", namespace, "-f", "-");
        ResourceType type = cluster.type(CONFIG_MAP).orElseThrow();

        List<Resource> all = cluster.list(type, Optional.of(namespace), Optional.empty());
        List<Resource> odd = cluster.list(type, Optional.of(namespace), Optional.of("parity=x1"));

        assertThat(all).filteredOn(resource -> resource.name().startsWith("c")).hasSize(1_101);
        assertThat(all)
                .allSatisfy(resource -> assertThat(resource.key().groupKind()).isEqualTo(CONFIG_MAP));
        assertThat(odd).hasSize(550);
    }

    @Test
    void saysWhoOwnsAFieldInAConflict() throws Exception {
        cluster.apply(configMap(namespace, "a", "one"), ApplyOptions.FORCED);
        plane.kubectl().output("patch", "configmap", "a", "-n", namespace, "-p", "{\"data\":{\"value\":\"by hand\"}}");

        ClusterException refused = failure(() -> cluster.apply(configMap(namespace, "a", "two"), ApplyOptions.CAREFUL));
        cluster.apply(configMap(namespace, "a", "two"), ApplyOptions.FORCED);

        assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refused).hasMessageContainingAll("ConfigMap " + namespace + "/a", ".data.value", "kubectl-patch");
        assertThat(plane.kubectl().output("get", "configmap", "a", "-n", namespace, "-o", "jsonpath={.data.value}"))
                .isEqualTo("two");
    }

    @Test
    void refusesFieldsTheServerDoesNotKnow() {
        Resource typo = configMap(namespace, "a", "one").with("x", "dataa");

        ClusterException refused = failure(() -> cluster.apply(typo, ApplyOptions.FORCED));

        assertThat(refused.reason()).isEqualTo(Reason.INVALID);
        assertThat(refused).hasMessageContainingAll("dataa", "cluster test");
    }

    @Test
    void replacesWhatIsThereAndMakesWhatIsNot() throws Exception {
        cluster.replace(configMap(namespace, "a", "one"), ApplyOptions.FORCED);
        plane.kubectl().output("patch", "configmap", "a", "-n", namespace, "-p", "{\"data\":{\"more\":\"by hand\"}}");
        cluster.replace(configMap(namespace, "a", "two"), ApplyOptions.FORCED);

        assertThat(plane.kubectl().output("get", "configmap", "a", "-n", namespace, "-o", "jsonpath={.data}"))
                .isEqualTo("{\"value\":\"two\"}");
    }

    @Test
    void deletesExactlyTheObjectItRead() throws Exception {
        Resource first = cluster.apply(configMap(namespace, "a", "one"), ApplyOptions.FORCED);
        cluster.delete(first, DeleteOptions.DEFAULT);
        cluster.delete(first, DeleteOptions.DEFAULT);
        Resource second = cluster.apply(configMap(namespace, "a", "two"), ApplyOptions.FORCED);

        cluster.delete(first, DeleteOptions.DEFAULT);

        assertThat(cluster.get(cluster.type(CONFIG_MAP).orElseThrow(), namespace, "a"))
                .hasValueSatisfying(
                        live -> assertThat(live.text("metadata", "uid")).isEqualTo(second.text("metadata", "uid")));
    }

    @Test
    void saysWhatTheUserMayNot() throws Exception {
        User reader = plane.user(namespace, "reader", PolicyRule.read("", "configmaps"));
        try (KubernetesCluster limited = Clusters.connect(plane, reader)) {
            assertThat(limited.list(limited.type(CONFIG_MAP).orElseThrow(), Optional.of(namespace), Optional.empty()))
                    .isNotEmpty();

            ClusterException refused = failure(
                    () -> limited.list(limited.type(SECRET).orElseThrow(), Optional.of(namespace), Optional.empty()));
            ClusterException written =
                    failure(() -> limited.apply(configMap(namespace, "a", "b"), ApplyOptions.FORCED));

            assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(refused)
                    .hasMessageStartingWith("May not list Secret objects in namespace " + namespace)
                    .hasMessageContaining("reader");
            assertThat(written.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(written).hasMessageContainingAll("May not patch ConfigMap " + namespace + "/a");
        }
    }

    @Test
    void reportsWhatMayNotBeReadAsUnknown() throws Exception {
        User reader = plane.user(namespace, "reader", PolicyRule.read("", "configmaps"));
        Resource present = cluster.apply(configMap(namespace, "a", "one"), ApplyOptions.FORCED);
        Resource absent = configMap(namespace, "b", "one");
        Resource secret =
                resource("{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: %s}}".formatted(namespace));
        Resource strange =
                resource("{apiVersion: x.test/v1, kind: X, metadata: {name: x, namespace: %s}}".formatted(namespace));
        try (KubernetesCluster limited = Clusters.connect(plane, reader)) {
            LiveState state = LiveState.read(
                    limited,
                    List.of(present.key(), absent.key(), secret.key(), strange.key()),
                    List.of(),
                    List.of(),
                    "a=b");

            assertThat(state.find(present.key())).isPresent();
            assertThat(state.find(absent.key())).isEmpty();
            assertThat(state.unknown(absent.key())).isEmpty();
            assertThat(state.unknown(strange.key())).isEmpty();
            assertThat(state.unknown(secret.key()))
                    .hasValueSatisfying(why -> assertThat(why.reason()).isEqualTo(Reason.FORBIDDEN));
        }
    }

    @Test
    void refusesAStranger() throws Exception {
        try (KubernetesCluster stranger = Clusters.connect(plane, new User("stranger", "not-a-token"))) {
            ClusterException refused = failure(stranger::types);

            assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
            assertThat(refused).hasMessageNotContaining("not-a-token");
        }
    }

    @Test
    void keepsTheWordsOfAWebhookThatRefuses() throws Exception {
        try (RefusingWebhook webhook = RefusingWebhook.in(plane, namespace, "only on Tuesdays")) {
            ClusterException refused =
                    failure(() -> cluster.apply(configMap(namespace, "a", "b"), ApplyOptions.FORCED));

            assertThat(refused.reason()).isEqualTo(Reason.REJECTED);
            assertThat(refused).hasMessageContaining("only on Tuesdays");
        }
    }

    @Test
    void keepsTheWordsOfAQuota() throws Exception {
        plane.kubectl().output("create", "quota", "maps", "--hard=count/services=0", "-n", namespace);
        plane.kubectl().output("wait", "quota/maps", "--for=jsonpath={.status.hard}", "--timeout=60s", "-n", namespace);
        Resource service = resource(
                "{apiVersion: v1, kind: Service, metadata: {name: web, namespace: %s}, spec: {ports: [{port: 80}]}}"
                        .formatted(namespace));

        ClusterException refused = failure(() -> cluster.apply(service, ApplyOptions.FORCED));

        assertThat(refused.reason()).isEqualTo(Reason.REJECTED);
        assertThat(refused).hasMessageContaining("exceeded quota: maps");
    }

    @Test
    void repeatsNoValueOfASecret() {
        Resource secret = resource(
                "{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: %s}, type: 'hunter2 hunter2', data: {password: hunter2=, other: {hunter2: 1}}}"
                        .formatted(namespace));

        ClusterException refused = failure(() -> cluster.apply(secret, ApplyOptions.FORCED));

        assertThat(refused).hasMessageNotContaining("hunter2");
    }

    @Test
    void saysWhichNamespaceIsMissing() {
        ClusterException refused = failure(() -> cluster.apply(configMap("nowhere", "a", "b"), ApplyOptions.FORCED));

        assertThat(refused.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(refused).hasMessageContaining("\"nowhere\" not found");
    }

    @Test
    void noticesDefinitionsThatComeAndGo() throws Exception {
        String group = namespace + ".test";
        GroupKind kind = new GroupKind(group, "Lamp");
        assertThat(cluster.type(kind)).isEmpty();
        Resource definition = cluster.apply(definition(group, "Lamp"), ApplyOptions.FORCED);
        await().until(() -> cluster.type(kind).isPresent());
        Resource lamp = resource("{apiVersion: %s/v1, kind: Lamp, metadata: {name: a, namespace: %s}, spec: {on: true}}"
                .formatted(group, namespace));
        await().untilAsserted(() -> cluster.apply(lamp, ApplyOptions.FORCED));

        assertThat(LiveState.read(cluster, List.of(lamp.key()), List.of(), List.of(), "a=b")
                        .find(lamp.key()))
                .isPresent();
        cluster.delete(definition, DeleteOptions.DEFAULT);
        await().untilAsserted(() -> {
            LiveState state = LiveState.read(cluster, List.of(lamp.key()), List.of(), List.of(), "a=b");
            assertThat(state.find(lamp.key())).isEmpty();
            assertThat(state.unknown()).isEmpty();
        });
    }

    @Test
    void boundsAnAnswer() throws Exception {
        cluster.apply(configMap(namespace, "a", "x".repeat(50_000)), ApplyOptions.FORCED);
        try (KubernetesCluster small =
                new KubernetesCluster(Clusters.access(plane, plane.admin()), java.time.Clock.systemUTC(), 300_000)) {
            ResourceType type = cluster.type(CONFIG_MAP).orElseThrow();
            assertThat(small.list(type, Optional.of(namespace), Optional.empty()))
                    .isNotEmpty();
            for (int i = 0; i < 6; i++) {
                cluster.apply(configMap(namespace, "b" + i, "x".repeat(50_000)), ApplyOptions.FORCED);
            }

            ClusterException refused = failure(() -> small.list(type, Optional.of(namespace), Optional.empty()));

            assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE);
        }
    }

    static Resource definition(String group, String kind) {
        String plural = kind.toLowerCase(java.util.Locale.ROOT) + "s";
        return resource("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: %2$s.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {kind: %3$s, listKind: %3$sList, plural: %2$s, singular: %4$s}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, x-kubernetes-preserve-unknown-fields: true}
                """.formatted(group, plural, kind, plural.substring(0, plural.length() - 1)));
    }

    private interface Action {
        void run() throws Exception;
    }

    private static ClusterException failure(Action action) {
        return catchThrowableOfType(ClusterException.class, action::run);
    }
}
