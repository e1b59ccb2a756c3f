package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.cluster.Kubeconfig;
import io.jenkins.plugins.gitops.engine.cluster.KubernetesCluster;
import io.jenkins.plugins.gitops.engine.cluster.NoCluster;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.PolicyRule;
import io.jenkins.plugins.gitops.engine.testbed.RefusingWebhook;
import io.jenkins.plugins.gitops.engine.testbed.User;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@OnTestbed
@Timeout(180)
class AdmissionGateTest {
    private static final String MAP = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, labels: {team: pay}}
            data: {mode: fast}
            """;

    private final ControlPlane plane;
    private final String namespace;

    AdmissionGateTest(ControlPlane plane) throws Exception {
        this.plane = plane;
        this.namespace = plane.namespace("gate");
    }

    @Test
    void opensWhereTheServerAcceptsAndStoresNothing() throws Exception {
        assertThat(decide(plane.admin(), MAP))
                .isEqualTo(Decision.open("Cluster production accepts 1 object in a dry run"));
        assertThat(plane.kubectl().output("get", "configmap", "-n", namespace)).doesNotContain("settings");
    }

    @Test
    void isClosedInTheWordsOfAWebhook() throws Exception {
        try (RefusingWebhook webhook = RefusingWebhook.in(plane, namespace, "only on tuesdays")) {
            Decision decision = decide(plane.admin(), MAP);

            assertThat(decision.state()).isEqualTo(State.CLOSED);
            assertThat(decision.reason())
                    .startsWith("Refused by the cluster's policies: ConfigMap")
                    .contains("only on tuesdays");
        }
        assertThat(decide(plane.admin(), MAP).state()).isEqualTo(State.OPEN);
    }

    @Test
    void isClosedInTheWordsOfAnAdmissionPolicy() throws Exception {
        plane.kubectl().apply("""
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingAdmissionPolicy
                        metadata: {name: %1$s}
                        spec:
                          failurePolicy: Fail
                          matchConstraints:
                            resourceRules:
                              - {apiGroups: [""], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [configmaps]}
                          validations:
                            - {expression: "object.data.mode != 'fast'", message: slow down}
                        ---
                        apiVersion: admissionregistration.k8s.io/v1
                        kind: ValidatingAdmissionPolicyBinding
                        metadata: {name: %1$s}
                        spec:
                          policyName: %1$s
                          validationActions: [Deny]
                          matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}}
                        """.formatted(namespace));

        await().atMost(Duration.ofSeconds(60))
                .until(() -> decide(plane.admin(), MAP).state() == State.CLOSED);
        assertThat(decide(plane.admin(), MAP).reason()).contains("slow down");
        assertThat(decide(plane.admin(), MAP.replace("fast", "slow")).state()).isEqualTo(State.OPEN);
    }

    @Test
    void isClosedWhereAnObjectIsNotAsItsSchemaSays() throws Exception {
        Decision decision = decide(plane.admin(), MAP + "spec: {replicas: many}\n---\n" + MAP);

        assertThat(decision.state()).isEqualTo(State.CLOSED);
        assertThat(decision.reason()).startsWith("Not accepted: ConfigMap");
    }

    @Test
    void leavesOutWhatStandsInANamespaceThatComesAlong() throws Exception {
        String elsewhere = MAP.replace("labels", "namespace: brand-new, labels");
        String made = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: brand-new}\n";

        assertThat(decide(plane.admin(), elsewhere + made))
                .isEqualTo(Decision.open("Cluster production accepts 1 object in a dry run; it cannot be asked about"
                        + " 1 object before the namespace or definition is there that comes along"));
        assertThat(decide(plane.admin(), elsewhere + made.replace("brand-new", "another"))
                        .state())
                .isEqualTo(State.UNKNOWN);
    }

    @Test
    void leavesOutNoKindThatNobodyDefines() throws Exception {
        String thing = "apiVersion: nobody.example.com/v1\nkind: Thing\nmetadata: {name: one, namespace: brand-new}\n";
        String made = "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: brand-new}\n";

        Decision decision = decide(plane.admin(), thing + made);

        assertThat(decision.state()).isEqualTo(State.UNKNOWN);
        assertThat(decision.reason()).contains("has no kind");
    }

    @Test
    void leavesOutAKindWhoseDefinitionComesAlong() throws Exception {
        String definition = """
                ---
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: gadgets.gate.example.com}
                spec:
                  group: gate.example.com
                  names: {kind: Gadget, plural: gadgets}
                  scope: Namespaced
                  versions:
                    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
                """;
        String gadget = "apiVersion: gate.example.com/v1\nkind: Gadget\nmetadata: {name: one}\n";

        assertThat(decide(plane.admin(), gadget + definition + "---\n" + MAP))
                .isEqualTo(Decision.open("Cluster production accepts 2 objects in a dry run; it cannot be asked about"
                        + " 1 object before the namespace or definition is there that comes along"));
    }

    @Test
    void asksAboutSeveralObjectsAtOnce() throws Exception {
        ClusterAccess access = Kubeconfig.read(plane.kubeconfig(Map.of("production", plane.admin())))
                .access("production");
        CyclicBarrier two = new CyclicBarrier(2);
        try (Cluster cluster = new KubernetesCluster(access, Clock.systemUTC())) {
            Cluster inPairs = (Cluster) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("apply")) {
                            two.await(30, TimeUnit.SECONDS);
                        }
                        return method.invoke(cluster, arguments);
                    });

            assertThat(decide(inPairs, MAP + "---\n" + MAP.replace("settings", "others"))
                            .reason())
                    .isEqualTo("Cluster production accepts 2 objects in a dry run");
        }
    }

    @Test
    void isUnknownWhereTheServerCannotBeAskedAboutAnObject() throws Exception {
        Decision elsewhere = decide(plane.admin(), MAP.replace("labels", "namespace: not-yet, labels"));
        Decision kind = decide(plane.admin(), MAP.replace("ConfigMap", "Widget").replace("v1", "example.com/v1"));
        User reader = plane.user(namespace, "reader", PolicyRule.read("", "configmaps"));
        Decision forbidden = decide(reader, MAP);

        assertThat(elsewhere.state()).as(elsewhere.reason()).isEqualTo(State.UNKNOWN);
        assertThat(kind.state()).as(kind.reason()).isEqualTo(State.UNKNOWN);
        assertThat(forbidden.state()).as(forbidden.reason()).isEqualTo(State.UNKNOWN);
        assertThat(forbidden.reason()).contains("May not", "configmaps");
    }

    @Test
    void isUnknownWhereTheCredentialIsRefused() throws Exception {
        assertThatThrownBy(() -> decide(new User("stranger", "not-a-token"), MAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not accept the credential");
    }

    @Test
    void isUnknownWhereThereIsNoCluster() {
        assertThatThrownBy(() -> decide(new NoCluster("prod"), MAP))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gitops.yaml names no cluster");
    }

    private Decision decide(User user, String manifests) throws IOException {
        ClusterAccess access =
                Kubeconfig.read(plane.kubeconfig(Map.of("production", user))).access("production");
        try (Cluster cluster = new KubernetesCluster(access, Clock.systemUTC())) {
            return decide(cluster, manifests);
        }
    }

    private Decision decide(Cluster cluster, String manifests) throws IOException {
        return new AdmissionGate(candidate -> cluster).decide(Candidates.in(namespace, manifests), Candidates.NOW);
    }
}
