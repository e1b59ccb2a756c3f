package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgoCdRulesTest {
    private static final ArgoCdRules RULES = new ArgoCdRules(HealthScripts.none());

    private static String judge(Resource live) {
        Health health = RULES.judge(live).orElseThrow();
        assertThat(health.rules()).isEqualTo("argocd");
        return health.message().isEmpty() ? health.status() : health.status() + ": " + health.message();
    }

    @Test
    void deletionComesBeforeEverything() {
        Resource claim = Live.of("v1", "PersistentVolumeClaim", "status: {phase: Bound}")
                .with("2026-05-01T10:00:00Z", "metadata", "deletionTimestamp");

        assertThat(judge(claim)).isEqualTo("Progressing: Pending deletion");
        assertThat(judge(Live.of("v1", "ConfigMap", "metadata: {deletionTimestamp: '2026-05-01T10:00:00Z'}")))
                .isEqualTo("Progressing: Pending deletion");
    }

    @Test
    void aHookKeptUntilTheSyncEndsIsJudgedWhileBeingDeleted() {
        Resource job = Live.of("batch/v1", "Job", """
                metadata:
                  deletionTimestamp: '2026-05-01T10:00:00Z'
                  finalizers: [argocd.argoproj.io/hook-finalizer]
                status: {conditions: [{type: Complete, status: 'True', message: done}]}
                """);

        assertThat(judge(job)).isEqualTo("Healthy: done");
    }

    @ParameterizedTest
    @CsvSource({
        "v1,ConfigMap",
        "v1,Secret",
        "batch/v1,CronJob",
        "apps.example/v1,Deployment",
        "argoproj.io/v1alpha1,Application"
    })
    void hasNoOpinionOnOtherKinds(String apiVersion, String kind) {
        assertThat(RULES.judge(Live.of(apiVersion, kind, ""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1beta1,Deployment,Deployment",
        "autoscaling/v2beta1,HorizontalPodAutoscaler,HPA",
        "batch/v1beta1,Job,Job"
    })
    void isUnknownForVersionsItCannotRead(String apiVersion, String kind, String name) {
        assertThat(judge(Live.of(apiVersion, kind, "")))
                .isEqualTo("Unknown: unsupported " + name + " GVK: " + apiVersion + ", Kind=" + kind);
    }

    @Test
    void isUnknownForFieldsOfAnotherType() {
        assertThat(judge(Live.of("apps/v1", "Deployment", "spec: {replicas: '3'}")))
                .isEqualTo("Unknown: cannot read this Deployment: spec.replicas is a string, expected a number");
        assertThat(judge(Live.of(
                        "v1", "Pod", "status: {phase: Running, containerStatuses: {}}\nspec: {restartPolicy: Always}")))
                .isEqualTo("Unknown: cannot read this Pod: status.containerStatuses is a map, expected a list");
        assertThat(judge(Live.of("batch/v1", "Job", "status: {conditions: [Failed]}")))
                .isEqualTo("Unknown: cannot read this Job: status.conditions is a string, expected a map");
        assertThat(judge(Live.of("apps/v1", "Deployment", "spec: {paused: 'yes'}")))
                .isEqualTo("Unknown: cannot read this Deployment: spec.paused is a string, expected true or false");
    }

    @Test
    void aScriptForTheKindDecidesAlone() {
        HealthScripts scripts = new HealthScripts(Map.of(
                "apps/Deployment", live -> Optional.empty(),
                "PersistentVolumeClaim", live -> Optional.of(ArgoCdStatus.DEGRADED.because("full"))));
        ArgoCdRules rules = new ArgoCdRules(scripts);

        assertThat(rules.judge(Live.of("apps/v1", "Deployment", "spec: {paused: true}")))
                .isEmpty();
        assertThat(rules.judge(Live.of("v1", "PersistentVolumeClaim", "status: {phase: Bound}")))
                .hasValueSatisfying(health -> assertThat(health.status()).isEqualTo("Degraded"));
        assertThat(rules.judge(Live.of("v1", "Service", "")))
                .hasValueSatisfying(health -> assertThat(health.status()).isEqualTo("Healthy"));
        assertThat(rules.judge(Live.of(
                        "v1", "PersistentVolumeClaim", "metadata: {deletionTimestamp: '2026-05-01T10:00:00Z'}")))
                .hasValueSatisfying(health -> assertThat(health.message()).isEqualTo("Pending deletion"));
    }

    @Test
    void namesAMissingObject() {
        assertThat(RULES.missing()).isEqualTo(new Health("argocd", "Missing", Standing.MISSING, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "HEALTHY,HEALTHY",
        "SUSPENDED,SUSPENDED",
        "PROGRESSING,PROGRESSING",
        "MISSING,MISSING",
        "DEGRADED,FAILED",
        "UNKNOWN,UNKNOWN"
    })
    void everyWordHasAStanding(ArgoCdStatus status, Standing standing) {
        assertThat(status.plainly().standing()).isEqualTo(standing);
        assertThat(ArgoCdStatus.of(status.plainly().status())).contains(status);
    }

    @Nested
    class Deployment {
        private final Resource healthy = Live.of("apps/v1", "Deployment", """
                metadata: {generation: 2}
                spec: {replicas: 3}
                status: {observedGeneration: 2, replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3}
                """);

        @Test
        void isHealthyOnceRolledOut() {
            assertThat(judge(healthy)).isEqualTo("Healthy");
            assertThat(judge(healthy.without("spec", "replicas"))).isEqualTo("Healthy");
        }

        @Test
        void isSuspendedWhilePaused() {
            assertThat(judge(healthy.with(true, "spec", "paused").with(9, "metadata", "generation")))
                    .isEqualTo("Suspended: Deployment is paused");
        }

        @Test
        void progressesUntilItsControllerHasSeenIt() {
            assertThat(judge(healthy.with(3, "metadata", "generation")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: "
                            + "observed deployment generation less than desired generation");
        }

        @Test
        void progressesWhileReplicasAreReplaced() {
            assertThat(judge(healthy.with(1, "status", "updatedReplicas")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: "
                            + "1 out of 3 new replicas have been updated...");
            assertThat(judge(healthy.with(5, "status", "replicas")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: 2 old replicas are pending termination...");
            assertThat(judge(healthy.with(2, "status", "availableReplicas")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: 2 of 3 updated replicas are available...");
        }

        @Test
        void isDegradedPastItsDeadlineButNotBefore() {
            Resource late = Live.of("apps/v1", "Deployment", """
                    metadata: {generation: 2}
                    spec: {replicas: 3}
                    status:
                      observedGeneration: 2
                      updatedReplicas: 1
                      conditions:
                      - {type: Available, status: 'False', reason: MinimumReplicasUnavailable}
                      - {type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: timed out}
                    """);

            assertThat(judge(late)).isEqualTo("Degraded: Deployment \"web\" exceeded its progress deadline");
            assertThat(judge(late.with(3, "metadata", "generation"))).startsWith("Progressing");
        }
    }

    @Nested
    class StatefulSet {
        private final Resource healthy = Live.of("apps/v1", "StatefulSet", """
                metadata: {generation: 1}
                spec: {replicas: 3, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 0}}}
                status:
                  observedGeneration: 1
                  readyReplicas: 3
                  updatedReplicas: 3
                  currentReplicas: 3
                  currentRevision: web-1
                  updateRevision: web-1
                """);

        @Test
        void isHealthyOnceItsPartitionIsRolledOut() {
            assertThat(judge(healthy))
                    .isEqualTo("Healthy: partitioned roll out complete: 3 new pods have been updated...");
            assertThat(judge(healthy.with(1, "status", "updatedReplicas")
                            .with(2, "spec", "updateStrategy", "rollingUpdate", "partition")))
                    .isEqualTo("Healthy: partitioned roll out complete: 1 new pods have been updated...");
        }

        @Test
        void progressesUntilObservedReadyAndUpdated() {
            assertThat(judge(healthy.with(0, "status", "observedGeneration").with(0, "metadata", "generation")))
                    .isEqualTo("Progressing: Waiting for statefulset spec update to be observed...");
            assertThat(judge(healthy.with(2, "metadata", "generation")))
                    .isEqualTo("Progressing: Waiting for statefulset spec update to be observed...");
            assertThat(judge(healthy.with(1, "status", "readyReplicas")))
                    .isEqualTo("Progressing: Waiting for 2 pods to be ready...");
            assertThat(judge(healthy.with(0, "status", "updatedReplicas")
                            .with(1, "spec", "updateStrategy", "rollingUpdate", "partition")))
                    .isEqualTo("Progressing: Waiting for partitioned roll out to finish: "
                            + "0 out of 2 new pods have been updated...");
        }

        @Test
        void isHealthyInMidRolloutWherePartitionIsNotSaid() {
            assertThat(judge(healthy.with(Map.of(), "spec", "updateStrategy", "rollingUpdate")
                            .with("web-2", "status", "updateRevision")
                            .with(1, "status", "updatedReplicas")))
                    .isEqualTo("Healthy: partitioned roll out complete: 1 new pods have been updated...");
        }

        @Test
        void comparesRevisionsWhereTheStrategySaysNothing() {
            Resource plain = healthy.without("spec", "updateStrategy");

            assertThat(judge(plain))
                    .isEqualTo("Healthy: statefulset rolling update complete 3 pods at revision web-1...");
            assertThat(judge(plain.with("web-2", "status", "updateRevision").with(1, "status", "updatedReplicas")))
                    .isEqualTo("Progressing: waiting for statefulset rolling update to complete "
                            + "1 pods at revision web-2...");
        }

        @Test
        void isHealthyWithOnDelete() {
            assertThat(judge(healthy.with(Map.of("type", "OnDelete"), "spec", "updateStrategy")
                            .with("web-2", "status", "updateRevision")))
                    .isEqualTo("Healthy: statefulset has 3 ready pods");
        }
    }

    @Nested
    class DaemonSet {
        private final Resource healthy = Live.of("apps/v1", "DaemonSet", """
                metadata: {generation: 4}
                spec: {updateStrategy: {type: RollingUpdate}}
                status: {observedGeneration: 4, desiredNumberScheduled: 5, updatedNumberScheduled: 5, numberAvailable: 5}
                """);

        @Test
        void isHealthyOnceOnEveryNode() {
            assertThat(judge(healthy)).isEqualTo("Healthy");
        }

        @Test
        void progressesNodeByNode() {
            assertThat(judge(healthy.with(5, "metadata", "generation")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: "
                            + "observed daemon set generation less than desired generation");
            assertThat(judge(healthy.with(2, "status", "updatedNumberScheduled")))
                    .isEqualTo("Progressing: Waiting for daemon set \"web\" rollout to finish: "
                            + "2 out of 5 new pods have been updated...");
            assertThat(judge(healthy.with(4, "status", "numberAvailable")))
                    .isEqualTo("Progressing: Waiting for daemon set \"web\" rollout to finish: "
                            + "4 of 5 updated pods are available...");
        }

        @Test
        void isHealthyWithOnDelete() {
            assertThat(judge(healthy.with("OnDelete", "spec", "updateStrategy", "type")
                            .with(1, "status", "updatedNumberScheduled")))
                    .isEqualTo("Healthy: daemon set 1 out of 5 new pods have been updated");
        }
    }

    @Nested
    class ReplicaSet {
        private final Resource healthy = Live.of("apps/v1", "ReplicaSet", """
                metadata: {generation: 1}
                spec: {replicas: 2}
                status: {observedGeneration: 1, availableReplicas: 2}
                """);

        @Test
        void isHealthyOnceAvailable() {
            assertThat(judge(healthy)).isEqualTo("Healthy");
            assertThat(judge(healthy.with(1, "status", "availableReplicas")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: 1 out of 2 new replicas are available...");
            assertThat(judge(healthy.with(2, "metadata", "generation")))
                    .isEqualTo("Progressing: Waiting for rollout to finish: "
                            + "observed replica set generation less than desired generation");
        }

        @Test
        void isDegradedWhereReplicasCannotBeMade() {
            Resource failing = Live.of(
                    "apps/v1",
                    "ReplicaSet",
                    "status: {conditions: [{type: ReplicaFailure, status: 'True', message: exceeded quota}]}");

            assertThat(judge(failing)).isEqualTo("Degraded: exceeded quota");
        }
    }

    @Nested
    class Pod {
        private Resource pod(String policy, String status) {
            return Live.of("v1", "Pod", status).with(policy, "spec", "restartPolicy");
        }

        private Resource waiting(String policy, String reason) {
            return pod(
                    policy,
                    "status: {phase: Pending, containerStatuses: [{name: app, state: {waiting: {reason: " + reason
                            + ", message: cannot start}}}]}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"ImagePullBackOff", "CrashLoopBackOff", "ErrImagePull", "CreateContainerConfigError"})
        void isDegradedWhereAContainerCannotStart(String reason) {
            assertThat(judge(waiting("Always", reason))).isEqualTo("Degraded: cannot start");
        }

        @Test
        void progressesWhereAContainerIsBeingMade() {
            assertThat(judge(waiting("Always", "ContainerCreating"))).isEqualTo("Progressing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"OnFailure", "Never"})
        void isGivenTimeWhereItIsToEnd(String policy) {
            Resource stuck = waiting(policy, "ImagePullBackOff");

            assertThat(judge(stuck)).isEqualTo("Progressing");
            assertThat(judge(pod(policy, "status: {phase: Running}"))).isEqualTo("Progressing");
            assertThat(judge(annotated(stuck, "argocd.argoproj.io/ignore-restart-policy", "true")))
                    .isEqualTo("Degraded: cannot start");
            assertThat(judge(annotated(
                            annotated(stuck, "argocd.argoproj.io/ignore-restart-policy", "true"),
                            "argocd.argoproj.io/hook",
                            "PreSync")))
                    .isEqualTo("Progressing");
        }

        @Test
        void joinsTheMessagesOfItsContainers() {
            assertThat(judge(pod("Always", """
                            status:
                              phase: Running
                              containerStatuses:
                              - {name: a, state: {waiting: {reason: ErrImagePull, message: no such image}}}
                              - {name: b, state: {running: {}}}
                              - {name: c, state: {waiting: {reason: CrashLoopBackOff, message: back-off 5m}}}
                            """))).isEqualTo("Degraded: no such image, back-off 5m");
        }

        @Test
        void isHealthyWhileReady() {
            assertThat(judge(pod("Always", "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}")))
                    .isEqualTo("Healthy");
            assertThat(judge(pod("Always", "status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}")))
                    .isEqualTo("Progressing");
        }

        @Test
        void isDegradedWhereItStoppedBeforeAndIsNotReady() {
            assertThat(judge(pod(
                            "Always",
                            "status: {phase: Running, containerStatuses: [{lastState: {terminated: {exitCode: 1}}}]}")))
                    .isEqualTo("Degraded");
        }

        @Test
        void saysWhyItFailed() {
            assertThat(judge(pod("Never", "status: {phase: Failed, message: node was low on memory}")))
                    .isEqualTo("Degraded: node was low on memory");
            assertThat(judge(pod("Never", terminated("{message: wrong arguments, exitCode: 2}"))))
                    .isEqualTo("Degraded: wrong arguments");
            assertThat(judge(pod("Never", terminated("{reason: OOMKilled, exitCode: 137}"))))
                    .isEqualTo("Degraded: OOMKilled");
            assertThat(judge(pod("Never", terminated("{exitCode: 3}"))))
                    .isEqualTo("Degraded: container \"app\" failed with exit code 3");
            assertThat(judge(pod("Never", "status: {phase: Failed}"))).isEqualTo("Degraded");
        }

        private String terminated(String state) {
            return "status: {phase: Failed, initContainerStatuses: [{name: init, state: {terminated: {exitCode: 0}}}], "
                    + "containerStatuses: [{name: app, state: {terminated: " + state + "}}]}";
        }

        @Test
        void endsWellOrIsUnknown() {
            assertThat(judge(pod("Never", "status: {phase: Succeeded}"))).isEqualTo("Healthy");
            assertThat(judge(pod("Always", "status: {phase: Unknown, message: node lost}")))
                    .isEqualTo("Unknown: node lost");
            assertThat(judge(pod("Always", ""))).isEqualTo("Unknown");
            assertThat(judge(Live.of("v1", "Pod", "status: {phase: Running}"))).isEqualTo("Unknown");
        }
    }

    private static Resource annotated(Resource resource, String annotation, String value) {
        return resource.with(value, "metadata", "annotations", annotation);
    }

    @Nested
    class Job {
        private Resource job(String conditions) {
            return Live.of("batch/v1", "Job", "status: {conditions: " + conditions + "}");
        }

        @Test
        void progressesUntilSomethingIsDecided() {
            assertThat(judge(job("[]"))).isEqualTo("Progressing");
            assertThat(judge(job("[{type: FailureTarget, status: 'True', message: soon}]")))
                    .isEqualTo("Progressing");
        }

        @Test
        void endsAsItsConditionsSay() {
            assertThat(judge(job("[{type: Complete, status: 'True', message: done}]")))
                    .isEqualTo("Healthy: done");
            assertThat(judge(job("[{type: Failed, status: 'True', message: too often}, {type: Complete}]")))
                    .isEqualTo("Degraded: too often");
        }

        @Test
        void isSuspendedWhileHeldAndHealthyOnceLetGo() {
            assertThat(judge(job("[{type: Suspended, status: 'True', message: held}]")))
                    .isEqualTo("Suspended: held");
            assertThat(judge(job("[{type: Suspended, status: 'False', message: resumed}]")))
                    .isEqualTo("Healthy: resumed");
        }
    }

    @Nested
    class Serving {

        @ParameterizedTest
        @CsvSource({"Bound,Healthy", "Pending,Progressing", "Lost,Degraded", "Other,Unknown"})
        void claimFollowsItsPhase(String phase, String status) {
            assertThat(judge(Live.of("v1", "PersistentVolumeClaim", "status: {phase: " + phase + "}")))
                    .isEqualTo(status);
        }

        @Test
        void loadBalancerNeedsAnAddress() {
            Resource service = Live.of("v1", "Service", "spec: {type: LoadBalancer}");

            assertThat(judge(service)).isEqualTo("Progressing");
            assertThat(judge(Live.of(
                            "v1",
                            "Service",
                            "spec: {type: LoadBalancer}\nstatus: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}")))
                    .isEqualTo("Healthy");
            assertThat(judge(service.with("ClusterIP", "spec", "type"))).isEqualTo("Healthy");
        }

        @ParameterizedTest
        @ValueSource(strings = {"networking.k8s.io/v1", "extensions/v1beta1"})
        void ingressNeedsAnAddress(String apiVersion) {
            assertThat(judge(Live.of(apiVersion, "Ingress", ""))).isEqualTo("Progressing");
            assertThat(judge(Live.of(apiVersion, "Ingress", "status: {loadBalancer: {ingress: [{}]}}")))
                    .isEqualTo("Healthy");
        }

        @Test
        void apiServiceMustBeAvailable() {
            String available = "status: {conditions: [{type: Available, status: '%s', reason: Passed, message: ok}]}";

            assertThat(judge(Live.of("apiregistration.k8s.io/v1", "APIService", available.formatted("True"))))
                    .isEqualTo("Healthy: Passed: ok");
            assertThat(judge(Live.of("apiregistration.k8s.io/v1beta1", "APIService", available.formatted("False"))))
                    .isEqualTo("Progressing: Passed: ok");
            assertThat(judge(Live.of("apiregistration.k8s.io/v1", "APIService", "")))
                    .isEqualTo("Progressing: Waiting to be processed");
        }

        @ParameterizedTest
        @CsvSource({
            "'',Progressing",
            "Pending,Progressing",
            "Running,Progressing",
            "Succeeded,Healthy",
            "Failed,Degraded",
            "Error,Degraded",
            "Odd,Unknown"
        })
        void workflowFollowsItsPhase(String phase, String status) {
            assertThat(judge(Live.of(
                            "argoproj.io/v1alpha1", "Workflow", "status: {phase: '" + phase + "', message: step 2}")))
                    .isEqualTo(status + ": step 2");
        }
    }

    @Nested
    class Autoscaler {
        private Resource autoscaler(String conditions) {
            return Live.of("autoscaling/v2", "HorizontalPodAutoscaler", "status: {conditions: " + conditions + "}");
        }

        @Test
        void waitsUntilItCanScale() {
            assertThat(judge(autoscaler("[]"))).isEqualTo("Progressing: Waiting to Autoscale");
            assertThat(judge(autoscaler("[{type: AbleToScale, status: 'False', reason: BackoffBoth}]")))
                    .isEqualTo("Progressing: Waiting to Autoscale");
        }

        @Test
        void isHealthyWhereAbleOrHeldByItsLimits() {
            assertThat(judge(autoscaler("[{type: AbleToScale, status: 'True', message: ready}]")))
                    .isEqualTo("Healthy: ready");
            assertThat(judge(autoscaler("[{type: ScalingLimited, status: 'True', message: at most 5}]")))
                    .isEqualTo("Healthy: at most 5");
        }

        @Test
        void isDegradedForABadReasonWhateverElseHolds() {
            assertThat(
                            judge(
                                    autoscaler(
                                            "[{type: AbleToScale, status: 'True'}, "
                                                    + "{type: ScalingActive, status: 'False', reason: FailedGetResourceMetric, message: none}]")))
                    .isEqualTo("Degraded: none");
            assertThat(judge(autoscaler("[{type: ScalingLimited, status: 'False', reason: FailedGetResourceMetric}]")))
                    .isEqualTo("Progressing: Waiting to Autoscale");
        }

        @Test
        void readsTheAnnotationOfVersionOne() {
            Resource old = Live.of("autoscaling/v1", "HorizontalPodAutoscaler", "");
            String conditions = "autoscaling.alpha.kubernetes.io/conditions";

            assertThat(judge(old)).isEqualTo("Progressing: Waiting to Autoscale");
            assertThat(judge(annotated(old, conditions, "[]"))).isEqualTo("Progressing: Waiting to Autoscale");
            assertThat(judge(annotated(
                            old, conditions, "[{\"type\":\"AbleToScale\",\"status\":\"True\",\"message\":\"ready\"}]")))
                    .isEqualTo("Healthy: ready");
            assertThat(judge(annotated(old, conditions, "[{")))
                    .startsWith("Unknown: cannot read this HorizontalPodAutoscaler: annotation " + conditions);
        }
    }
}
