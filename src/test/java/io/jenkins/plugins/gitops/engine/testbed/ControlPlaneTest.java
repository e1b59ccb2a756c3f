package io.jenkins.plugins.gitops.engine.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.jenkins.plugins.gitops.engine.testbed.Kubectl.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnTestbed
class ControlPlaneTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ControlPlane plane;
    private final KubernetesClient client;
    private String namespace;

    ControlPlaneTest(ControlPlane plane) {
        this.plane = plane;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(plane.kubeconfig("test")))
                .build();
    }

    @BeforeEach
    void createNamespace() throws Exception {
        namespace = plane.namespace("control-plane");
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void rollsADeploymentOut() throws Exception {
        plane.kubectl().apply(Workload.deployment("web", 2), "-n", namespace);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(condition("web", "Available").getStatus()).isEqualTo("True");
            assertThat(condition("web", "Progressing").getReason()).isEqualTo("NewReplicaSetAvailable");
        });
        assertThat(pods("web"))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(pod.getStatus().getPhase()).isEqualTo("Running"));
    }

    @ParameterizedTest
    @CsvSource({"image-pull, Pending, ImagePullBackOff", "crash-loop, Running, CrashLoopBackOff"})
    void failsARolloutAsItsPodsFail(String fault, String phase, String reason) throws Exception {
        plane.kubectl().apply(Workload.deployment("web", 1, fault), "-n", namespace);

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(condition("web", "Progressing").getReason()).isEqualTo("ProgressDeadlineExceeded");
            assertThat(pods("web")).singleElement().satisfies(pod -> {
                assertThat(pod.getStatus().getPhase()).isEqualTo(phase);
                assertThat(waiting(pod).getReason()).isEqualTo(reason);
                assertThat(waiting(pod).getMessage()).isNotBlank();
            });
        });
        assertThat(condition("web", "Available").getStatus()).isEqualTo("False");
    }

    @Test
    void leavesAFailedPodAsItIs() throws Exception {
        plane.kubectl().apply(Workload.deployment("web", 1, "unready"), "-n", namespace);
        await().atMost(PATIENCE)
                .until(() -> "ProgressDeadlineExceeded"
                        .equals(condition("web", "Progressing").getReason()));
        String version = pods("web").get(0).getMetadata().getResourceVersion();

        await().during(Duration.ofSeconds(2))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pods("web"))
                        .singleElement()
                        .satisfies(pod -> assertThat(pod.getMetadata().getResourceVersion())
                                .isEqualTo(version)));
    }

    @Test
    void recoversWhereTheNextVersionIsSound() throws Exception {
        plane.kubectl().apply(Workload.deployment("web", 1, "image-pull"), "-n", namespace);
        await().atMost(PATIENCE)
                .until(() -> "ProgressDeadlineExceeded"
                        .equals(condition("web", "Progressing").getReason()));

        plane.kubectl().apply(Workload.deployment("web", 1), "-n", namespace);

        await().atMost(PATIENCE)
                .until(() -> "True".equals(condition("web", "Available").getStatus()));
    }

    @Test
    void refusesWhatAUserMayNot() throws Exception {
        User reader = plane.user(namespace, "reader", PolicyRule.read("", "configmaps"));
        Kubectl kubectl = plane.kubectl(reader);

        Result allowed = kubectl.run("get", "configmaps", "-n", namespace, "-o", "name");
        Result secrets = kubectl.run("get", "secrets", "-n", namespace);
        Result elsewhere = kubectl.run("get", "configmaps", "-n", "default");
        Result write = kubectl.run("create", "configmap", "mine", "-n", namespace);

        assertThat(allowed.exit()).isZero();
        assertThat(allowed.out()).contains("configmap/kube-root-ca.crt");
        assertThat(List.of(secrets, elsewhere, write)).allSatisfy(refused -> {
            assertThat(refused.exit()).isEqualTo(1);
            assertThat(refused.err()).contains("forbidden", namespace + ":reader");
        });
    }

    @Test
    void letsAUserWriteWhatTheRuleSays() throws Exception {
        User writer = plane.user(namespace, "writer", PolicyRule.all("apps", "deployments"));

        plane.kubectl(writer).apply(Workload.deployment("web", 1), "-n", namespace);

        assertThat(client.apps()
                        .deployments()
                        .inNamespace(namespace)
                        .withName("web")
                        .get())
                .isNotNull();
    }

    @Test
    void refusesAStranger() throws Exception {
        Result refused = plane.kubectl(new User("stranger", "not-a-token")).run("get", "namespaces");

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("Unauthorized");
    }

    @Test
    void namesContextsAndTheirUsersInAKubeconfig() throws Exception {
        User reader = plane.user(namespace, "reader");

        Config config = Config.fromKubeconfig(plane.kubeconfig(Map.of("prod-eu", reader)));
        Config other = Config.fromKubeconfig("b", plane.kubeconfigFile("a", "b").toFile());

        assertThat(config.getMasterUrl()).isEqualTo(plane.server() + "/");
        assertThat(config.getCurrentContext().getName()).isEqualTo("prod-eu");
        assertThat(config.getAutoOAuthToken()).isEqualTo(reader.token());
        assertThat(other.getCurrentContext().getName()).isEqualTo("b");
        assertThat(other.getAutoOAuthToken()).isEqualTo(plane.admin().token());
    }

    @Test
    void makesTheFirstContextTheCurrentOne() {
        assertThat(Config.fromKubeconfig(plane.kubeconfig("a", "b"))
                        .getCurrentContext()
                        .getName())
                .isEqualTo("a");
    }

    @Test
    void enforcesAQuota() throws Exception {
        Kubectl kubectl = plane.kubectl();
        kubectl.output("create", "quota", "services", "--hard=count/services=0", "-n", namespace);
        // The quota controller has to count before the API server may refuse by it.
        kubectl.output("wait", "quota/services", "--for=jsonpath={.status.hard}", "--timeout=60s", "-n", namespace);

        Result refused = kubectl.run("create", "service", "clusterip", "web", "--tcp=80", "-n", namespace);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("exceeded quota: services");
    }

    @Test
    void givesEachTestANamespaceOfItsOwn() throws Exception {
        assertThat(plane.namespace("control-plane")).isNotEqualTo(namespace).startsWith("control-plane-");
    }

    private DeploymentCondition condition(String name, String type) {
        return client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .get()
                .getStatus()
                .getConditions()
                .stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseGet(DeploymentCondition::new);
    }

    private List<Pod> pods(String app) {
        return client.pods().inNamespace(namespace).withLabel("app", app).list().getItems();
    }

    private static ContainerStateWaiting waiting(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0).getState().getWaiting();
    }
}
