package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.delivery.DeliveryTurns;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.health.HealthScripts;
import io.jenkins.plugins.gitops.engine.render.Renderers;
import io.jenkins.plugins.gitops.engine.resource.Tracking;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.PolicyRule;
import io.jenkins.plugins.gitops.engine.testbed.User;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A wait where Argo CD delivers. The API server and its Application object are real; Argo CD itself is played by this
 * test, which writes the status that Argo CD would write.
 */
@Timeout(120)
class ControllerWaitTest extends OnGitAndCluster {
    private static final String DEFINITION = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: applications.argoproj.io}
            spec:
              group: argoproj.io
              scope: Namespaced
              names: {kind: Application, plural: applications}
              versions:
              - name: v1alpha1
                served: true
                storage: true
                schema:
                  openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
            """;

    private String environment = "prod";

    ControllerWaitTest(ControlPlane plane) {
        super(plane);
    }

    @BeforeEach
    void start() throws Exception {
        plane.kubectl().apply(DEFINITION);
        plane.kubectl().output("wait", "crd/applications.argoproj.io", "--for=condition=Established", "--timeout=30s");
        server.createRepository("config", Map.of("gitops.yaml", """
                applications:
                  - name: shop
                    environments:
                      - name: prod
                        branch: env/prod
                        destination: {cluster: test, namespace: %1$s}
                        delivery: argocd
                        health: {steady: 1s}
                      - name: far
                        branch: env/far
                        destination: {namespace: %1$s}
                        delivery: argocd
                        controller: {cluster: test}
                        health: {steady: 1s}
                """.formatted(namespace)));
    }

    @Test
    void asksArgoCdToLookAndBelievesItsWordAboutThisCommitAlone() throws Exception {
        String before = commit("1");
        plane.kubectl().apply(Workload.deployment("web", 1), "-n", namespace);
        argoCdSays(before, "Synced", "Healthy");
        String commit = commit("2");
        CompletableFuture<WaitResult> result = waitFor(commit);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> plane.kubectl()
                        .output("get", "application", "shop", "-n", namespace, "-o", "jsonpath={.metadata.annotations}")
                        .contains("argocd.argoproj.io/refresh"));
        assertThat(result).isNotDone();
        plane.kubectl().apply(web("2"), "-n", namespace);
        argoCdSays(commit, "Synced", "Healthy");

        WaitResult live = result.get(60, TimeUnit.SECONDS);
        assertThat(live.verdict()).as(live.toString()).isEqualTo(WaitVerdict.LIVE);
    }

    @Test
    void waitsForArgoCdToLookByItselfWhereItMayNotBeAsked() throws Exception {
        User reader = whoMayNotAskArgoCd();
        argoCdSays(commit("1"), "Synced", "Healthy");
        String commit = commit("2");
        List<String> heard = new CopyOnWriteArrayList<>();
        try (Cluster own = Clusters.connect(plane, reader)) {
            CompletableFuture<WaitResult> result = waitFor(own, commit, heard::add);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> heard.stream().anyMatch(status -> status.contains("May not patch Application")));
            assertThat(heard).anyMatch(status -> status.contains("it will look by itself"));
            plane.kubectl().apply(web("2"), "-n", namespace);
            argoCdSays(commit, "Synced", "Healthy");

            WaitResult live = result.get(60, TimeUnit.SECONDS);
            assertThat(live.verdict()).as(live.toString()).isEqualTo(WaitVerdict.LIVE);
        }
    }

    @Test
    void isNotBlockedByAnErrorThatArgoCdMayNotBeAskedAbout() throws Exception {
        User reader = whoMayNotAskArgoCd();
        argoCdSays(commit("1"), "Synced", "Healthy", """
                  conditions: [{type: ComparisonError, message: no such path}]
                """);
        String commit = commit("2");
        try (Cluster own = Clusters.connect(plane, reader);
                Wait wait = environment(own).waitFor(commit, clock.instant().plusSeconds(60), () -> {})) {

            assertThat(wait.look()).isInstanceOf(Look.Again.class);
            assertThat(wait.look())
                    .isInstanceOfSatisfying(
                            Look.Again.class,
                            again -> assertThat(again.status()).contains("no such path", "it will look by itself"));
        }
    }

    @Test
    void isNeverLiveOnTheWordOfWhoJudgesNoHealth() throws Exception {
        environment = "far";
        String commit = commit("1");
        argoCdSays(commit, "Synced", "\"\"");

        WaitResult unknown = result(commit, Wait.BLIND);

        assertThat(unknown.verdict()).as(unknown.toString()).isEqualTo(WaitVerdict.UNKNOWN);
        assertThat(unknown.causes()).singleElement().asString().contains("judges no health", "destination.cluster");
        argoCdSays(commit, "Synced", "Suspended");
        WaitResult suspended = result(commit, Duration.ofSeconds(60));
        assertThat(suspended.verdict()).as(suspended.toString()).isEqualTo(WaitVerdict.TIMED_OUT);
        assertThat(suspended.causes()).singleElement().asString().contains("Suspended");
        argoCdSays(commit, "Synced", "Healthy");
        assertThat(result(commit, Duration.ofSeconds(2)).verdict()).isEqualTo(WaitVerdict.LIVE);
    }

    /** How a wait ends that looks once, and again when some time has passed. */
    private WaitResult result(String commit, Duration later) throws IOException {
        HandClock hand = new HandClock();
        hand.now = clock.instant();
        try (Wait wait =
                environment(cluster, hand).waitFor(commit, hand.instant().plusSeconds(60), () -> {})) {
            assertThat(wait.look()).isInstanceOf(Look.Again.class);
            hand.now = hand.now.plus(later);
            return ((Look.Done) wait.look()).result();
        }
    }

    @Test
    void isBlockedWhereArgoCdCannotSyncTheCommit() throws Exception {
        String commit = commit("2");
        argoCdSays(commit, "OutOfSync", "Healthy", """
                  operationState:
                    phase: Failed
                    message: one or more objects failed to apply
                    startedAt: "%1$s"
                    finishedAt: "%1$s"
                    syncResult: {revision: "%2$s"}
                """.formatted(clock.instant(), commit));

        WaitResult blocked = waitFor(commit).get(60, TimeUnit.SECONDS);

        assertThat(blocked.verdict()).as(blocked.toString()).isEqualTo(WaitVerdict.BLOCKED);
        assertThat(blocked.causes()).singleElement().asString().contains("failed to apply");
    }

    private User whoMayNotAskArgoCd() throws Exception {
        User reader = plane.user(
                namespace,
                "reader",
                PolicyRule.read("", "pods"),
                PolicyRule.read("apps", "deployments", "replicasets"),
                PolicyRule.read("autoscaling", "horizontalpodautoscalers"));
        plane.kubectl().apply("""
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: NS}
                rules: [{apiGroups: [argoproj.io], resources: [applications], verbs: [get, list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: NS}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: NS}
                subjects: [{kind: ServiceAccount, name: reader, namespace: NS}]
                """.replace("NS", namespace));
        return reader;
    }

    private String commit(String version) throws IOException {
        return server.commitDirectly("config", "env/" + environment, Map.of("web.yaml", web(version)));
    }

    private static String web(String version) {
        return Workload.deployment("web", 1).replace("registry.test/web:1", "registry.test/web:" + version);
    }

    private void argoCdSays(String commit, String sync, String health) throws Exception {
        argoCdSays(commit, sync, health, "");
    }

    private void argoCdSays(String commit, String sync, String health, String more) throws Exception {
        Instant now = clock.instant().plusSeconds(1);
        plane.kubectl()
                .apply(
                        """
                        apiVersion: argoproj.io/v1alpha1
                        kind: Application
                        metadata: {name: shop}
                        spec:
                          project: default
                          source: {repoURL: "%s", path: ., targetRevision: env/%s}
                          destination: {server: https://kubernetes.default.svc, namespace: %s}
                          syncPolicy: {automated: {}}
                        status:
                          reconciledAt: "%s"
                          sync: {status: %s, revision: "%s"}
                          health: {status: %s, lastTransitionTime: "%4$s"}
                        """.formatted(server.url("config"), environment, namespace, now, sync, commit, health) + more,
                        "-n",
                        namespace);
    }

    private CompletableFuture<WaitResult> waitFor(String commit) throws IOException {
        return waitFor(cluster, commit, status -> {});
    }

    private CompletableFuture<WaitResult> waitFor(Cluster asked, String commit, Consumer<String> status)
            throws IOException {
        LiveEnvironment live = environment(asked);
        return CompletableFuture.supplyAsync(() -> {
            WaitLoop loop = new WaitLoop(clock);
            try (Wait wait = live.waitFor(commit, clock.instant().plusSeconds(60), loop::changed)) {
                return loop.run(wait, status::accept);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private LiveEnvironment environment(Cluster asked) throws IOException {
        return environment(asked, clock);
    }

    private LiveEnvironment environment(Cluster asked, Clock time) throws IOException {
        ConfigRepository config = new ConfigRepository(mirrors.open(server.access("config")), null);
        Application application = config.application("shop");
        return new LiveEnvironment(
                config.source(
                        application, config.environment(application, environment), Renderers.with(Optional.empty())),
                asked,
                asked,
                new Tracking("test", "shop", namespace),
                new DeliveryTurns(),
                HealthScripts.none(),
                time);
    }
}
