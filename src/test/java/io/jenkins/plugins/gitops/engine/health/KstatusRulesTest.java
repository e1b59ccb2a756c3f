package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KstatusRulesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private static final KstatusRules RULES = new KstatusRules(Clock.fixed(NOW, ZoneOffset.UTC));

    private static String judge(Resource live) {
        Health health = RULES.judge(live).orElseThrow();
        assertThat(health.rules()).isEqualTo("kstatus");
        return health.status() + ": " + health.message();
    }

    @ParameterizedTest
    @CsvSource({
        "CURRENT,Current,HEALTHY",
        "IN_PROGRESS,InProgress,PROGRESSING",
        "TERMINATING,Terminating,PROGRESSING",
        "FAILED,Failed,FAILED",
        "NOT_FOUND,NotFound,MISSING",
        "UNKNOWN,Unknown,UNKNOWN"
    })
    void everyWordHasAStanding(KstatusStatus status, String word, Standing standing) {
        assertThat(status.because("why")).isEqualTo(new Health("kstatus", word, standing, "why"));
    }

    @Test
    void namesAMissingObject() {
        assertThat(RULES.missing().status()).isEqualTo("NotFound");
    }

    @Nested
    class AnyObject {
        private final Resource custom = Live.of("example.com/v1", "Database", "metadata: {generation: 3}");

        @Test
        void isCurrentWhereItSaysNothing() {
            assertThat(judge(custom)).isEqualTo("Current: Resource is current");
        }

        @Test
        void terminatesBeforeEverything() {
            assertThat(judge(custom.with("2026-05-01T09:00:00Z", "metadata", "deletionTimestamp")
                            .with(1, "status", "observedGeneration")))
                    .isEqualTo("Terminating: Resource scheduled for deletion");
        }

        @Test
        void isInProgressUntilItsGenerationIsObserved() {
            assertThat(judge(custom.with(2, "status", "observedGeneration")))
                    .isEqualTo("InProgress: Database generation is 3, but latest observed generation is 2");
            assertThat(judge(custom.with(4, "status", "observedGeneration"))).startsWith("InProgress");
            assertThat(judge(custom.with(3, "status", "observedGeneration"))).startsWith("Current");
        }

        @Test
        void takesTheFirstOfReconcilingAndStalled() {
            assertThat(judge(conditions(
                            "[{type: Ready, status: 'True'}, {type: Reconciling, status: 'True', message: busy}]")))
                    .isEqualTo("InProgress: busy");
            assertThat(judge(conditions(
                            "[{type: Stalled, status: 'True', message: stuck}, {type: Reconciling, status: 'True'}]")))
                    .isEqualTo("Failed: stuck");
            assertThat(judge(conditions("[{type: Stalled, status: 'False'}, {type: Ready, status: 'True'}]")))
                    .isEqualTo("Current: Resource is Ready");
        }

        @Test
        void usesReadyWhereItsKindIsNotKnown() {
            assertThat(judge(conditions("[{type: Ready, status: 'False', message: not yet}]")))
                    .isEqualTo("InProgress: not yet");
            assertThat(judge(conditions("[{type: Ready, status: Unknown, message: who knows}]")))
                    .isEqualTo("InProgress: who knows");
            assertThat(judge(conditions("[{type: Ready, status: Odd}]"))).isEqualTo("Current: Resource is current");
        }

        @Test
        void isUnknownWhereItCannotBeRead() {
            assertThat(judge(custom.with("3", "metadata", "generation")))
                    .isEqualTo(
                            "Unknown: cannot read this Database: metadata.generation is a string, expected a number");
            assertThat(judge(conditions("none")))
                    .isEqualTo("Unknown: cannot read this Database: status.conditions is a string, expected a list");
        }

        private Resource conditions(String conditions) {
            return Live.of("example.com/v1", "Database", "status: {conditions: " + conditions + "}");
        }
    }

    @Nested
    class Deployment {
        private final Resource current = Live.of("apps/v1", "Deployment", """
                spec: {replicas: 2, progressDeadlineSeconds: 600}
                status:
                  replicas: 2
                  updatedReplicas: 2
                  readyReplicas: 2
                  availableReplicas: 2
                  conditions:
                  - {type: Progressing, status: 'True', reason: NewReplicaSetAvailable}
                  - {type: Available, status: 'True'}
                """);

        @Test
        void isCurrentOnceAvailable() {
            assertThat(judge(current)).isEqualTo("Current: Deployment is available. Replicas: 2");
        }

        @ParameterizedTest
        @CsvSource({
            "replicas,1,Replicas: 1/2",
            "updatedReplicas,1,Updated: 1/2",
            "replicas,5,Pending termination: 3",
            "availableReplicas,0,Available: 0/2",
            "readyReplicas,1,Ready: 1/2"
        })
        void isInProgressWhileReplicasAreReplaced(String field, int value, String message) {
            assertThat(judge(current.with(value, "status", field))).isEqualTo("InProgress: " + message);
        }

        @Test
        void needsBothConditions() {
            assertThat(judge(withConditions("[{type: Available, status: 'True'}]")))
                    .isEqualTo("InProgress: ReplicaSet not Available");
            assertThat(judge(withConditions("[{type: Progressing, status: 'True', reason: NewReplicaSetAvailable}]")))
                    .isEqualTo("InProgress: Deployment not Available");
            assertThat(judge(withConditions("[{type: Available, status: 'True'}]")
                            .without("spec", "progressDeadlineSeconds")))
                    .startsWith("Current");
        }

        @Test
        void failsPastItsDeadline() {
            assertThat(judge(
                            withConditions("[{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded}]")))
                    .isEqualTo("Failed: Progress deadline exceeded");
        }

        @Test
        void wantsOneReplicaWhereNoneIsWritten() {
            assertThat(judge(Live.of("apps/v1", "Deployment", ""))).isEqualTo("InProgress: Replicas: 0/1");
        }

        private Resource withConditions(String conditions) {
            return current.with(
                    Live.of("v1", "X", "conditions: " + conditions).at("conditions"), "status", "conditions");
        }
    }

    @Nested
    class OtherWorkloads {

        @ParameterizedTest
        @CsvSource({
            "replicas,2,Replicas: 2/3",
            "readyReplicas,2,Ready: 2/3",
            "replicas,4,Pending termination: 1",
            "currentReplicas,1,current: 1/3",
            "updateRevision,9,Waiting for updated revision to match current"
        })
        void statefulSetIsInProgressUntilAllPodsHaveItsRevision(String field, int value, String message) {
            Resource current = statefulSet();

            assertThat(judge(current)).isEqualTo("Current: All replicas scheduled as expected. Replicas: 3");
            Object changed = field.equals("updateRevision") ? "web-" + value : value;
            assertThat(judge(current.with(changed, "status", field))).isEqualTo("InProgress: " + message);
        }

        @Test
        void statefulSetRollsOutUpToItsPartition() {
            Resource partitioned = statefulSet().with(1, "spec", "updateStrategy", "rollingUpdate", "partition");

            assertThat(judge(partitioned.with(1, "status", "updatedReplicas"))).isEqualTo("InProgress: updated: 1/2");
            assertThat(judge(partitioned.with(2, "status", "updatedReplicas")))
                    .isEqualTo("Current: Partition rollout complete. updated: 2");
            assertThat(judge(Live.of("apps/v1", "StatefulSet", "spec: {updateStrategy: {type: OnDelete}}")))
                    .isEqualTo("Current: StatefulSet is using the ondelete update strategy");
        }

        private Resource statefulSet() {
            return Live.of("apps/v1", "StatefulSet", """
                    spec: {replicas: 3}
                    status: {replicas: 3, readyReplicas: 3, currentReplicas: 3, currentRevision: a, updateRevision: a}
                    """);
        }

        @ParameterizedTest
        @CsvSource({
            "fullyLabeledReplicas,1,Labelled: 1/2",
            "availableReplicas,1,Available: 1/2",
            "readyReplicas,1,Ready: 1/2",
            "replicas,3,Pending termination: 1"
        })
        void replicaSetIsInProgressUntilAvailable(String field, int value, String message) {
            Resource current = Live.of("apps/v1", "ReplicaSet", """
                    spec: {replicas: 2}
                    status: {replicas: 2, fullyLabeledReplicas: 2, availableReplicas: 2, readyReplicas: 2}
                    """);

            assertThat(judge(current)).isEqualTo("Current: ReplicaSet is available. Replicas: 2");
            assertThat(judge(current.with(value, "status", field))).isEqualTo("InProgress: " + message);
        }

        @Test
        void replicaSetThatCannotMakeReplicasIsOnlyInProgress() {
            assertThat(judge(Live.of(
                            "apps/v1", "ReplicaSet", "status: {conditions: [{type: ReplicaFailure, status: 'True'}]}")))
                    .isEqualTo("InProgress: Replica Failure condition. Check Pods");
        }

        @ParameterizedTest
        @CsvSource({
            "currentNumberScheduled,1,Current: 1/2",
            "updatedNumberScheduled,1,Updated: 1/2",
            "numberAvailable,1,Available: 1/2",
            "numberReady,1,Ready: 1/2"
        })
        void daemonSetIsInProgressUntilReadyOnEveryNode(String field, int value, String message) {
            Resource current = daemonSet();

            assertThat(judge(current)).isEqualTo("Current: All replicas scheduled as expected. Replicas: 2");
            assertThat(judge(current.with(value, "status", field))).isEqualTo("InProgress: " + message);
        }

        @Test
        void daemonSetMustHaveBeenSeen() {
            assertThat(judge(daemonSet().without("metadata", "generation")))
                    .isEqualTo("InProgress: DaemonSet metadata.generation not found");
            assertThat(judge(daemonSet().without("status", "observedGeneration")))
                    .isEqualTo("InProgress: DaemonSet status.observedGeneration not found");
            assertThat(judge(daemonSet().without("status", "desiredNumberScheduled")))
                    .isEqualTo("InProgress: Missing .status.desiredNumberScheduled");
        }

        private Resource daemonSet() {
            return Live.of("apps/v1", "DaemonSet", """
                    metadata: {generation: 1}
                    status:
                      observedGeneration: 1
                      desiredNumberScheduled: 2
                      currentNumberScheduled: 2
                      updatedNumberScheduled: 2
                      numberAvailable: 2
                      numberReady: 2
                    """);
        }

        @Test
        void jobIsCurrentFromItsStart() {
            Resource job = Live.of("batch/v1", "Job", "spec: {parallelism: 2}");

            assertThat(judge(job)).isEqualTo("InProgress: Job not started");
            assertThat(judge(job.with("2026-05-01T09:00:00Z", "status", "startTime")
                            .with(1, "status", "active")))
                    .isEqualTo("Current: Job in progress. success:0, active: 1, failed: 0");
            assertThat(judge(ended("Complete").with(2, "status", "succeeded")))
                    .isEqualTo("Current: Job Completed. succeeded: 2/1");
            assertThat(judge(ended("Failed").with(4, "spec", "completions").with(3, "status", "failed")))
                    .isEqualTo("Failed: Job Failed. failed: 3/4");
            assertThat(judge(ended("Suspended").with(true, "spec", "suspend"))).isEqualTo("Current: Job is suspended");
            assertThat(judge(ended("Suspended"))).isEqualTo("InProgress: Job not started");
        }

        private Resource ended(String type) {
            return Live.of("batch/v1", "Job", "status: {conditions: [{type: " + type + ", status: 'True'}]}");
        }
    }

    @Nested
    class Pod {

        @Test
        void isCurrentOnceEndedEvenBadly() {
            assertThat(judge(phase("Succeeded"))).isEqualTo("Current: Pod has completed successfully");
            assertThat(judge(phase("Failed"))).isEqualTo("Current: Pod has completed, but not successfully");
            assertThat(judge(Live.of("v1", "Pod", ""))).isEqualTo("InProgress: Pod phase not available");
            assertThat(judge(phase("Odd"))).isEqualTo("Unknown: unknown phase Odd");
        }

        @Test
        void isCurrentWhileReadyAndFailedWhileCrashing() {
            assertThat(judge(phase("Running"))).isEqualTo("InProgress: Pod is running but is not Ready");
            assertThat(judge(Live.of(
                            "v1", "Pod", "status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}")))
                    .isEqualTo("Current: Pod is Ready");
            assertThat(judge(Live.of("v1", "Pod", """
                            status:
                              phase: Running
                              containerStatuses:
                              - {name: a, state: {waiting: {reason: CrashLoopBackOff}}}
                              - {name: b, state: {running: {}}}
                              - {name: c, state: {waiting: {reason: CrashLoopBackOff}}}
                            """))).isEqualTo("Failed: Containers in CrashLoop state: a,c");
        }

        @Test
        void givesTheSchedulerFifteenSeconds() {
            Resource pending = Live.of("v1", "Pod", """
                    status:
                      phase: Pending
                      conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable}]
                    """);

            assertThat(judge(phase("Pending"))).isEqualTo("InProgress: Pod is in the Pending phase");
            assertThat(judge(pending.with(NOW.minusSeconds(14).toString(), "metadata", "creationTimestamp")))
                    .isEqualTo("InProgress: Pod has not been scheduled");
            assertThat(judge(pending.with(NOW.minusSeconds(15).toString(), "metadata", "creationTimestamp")))
                    .isEqualTo("Failed: Pod could not be scheduled");
            assertThat(judge(pending)).isEqualTo("Failed: Pod could not be scheduled");
            assertThat(judge(pending.with("yesterday", "metadata", "creationTimestamp")))
                    .isEqualTo("Unknown: cannot read this Pod: metadata.creationTimestamp is no time: yesterday");
        }

        private Resource phase(String phase) {
            return Live.of("v1", "Pod", "status: {phase: " + phase + "}");
        }
    }

    @Nested
    class Others {

        @ParameterizedTest
        @CsvSource({"v1,Secret", "v1,ConfigMap", "batch/v1,CronJob"})
        void someKindsAreAlwaysCurrent(String apiVersion, String kind) {
            assertThat(judge(Live.of(apiVersion, kind, "status: {conditions: [{type: Ready, status: 'False'}]}")))
                    .isEqualTo("Current: Resource is always ready");
        }

        @Test
        void disruptionBudgetIsCurrentOnceObserved() {
            assertThat(judge(Live.of("policy/v1", "PodDisruptionBudget", "")))
                    .isEqualTo("Current: AllowedDisruptions has been computed.");
        }

        @Test
        void claimMustBeBound() {
            assertThat(judge(Live.of("v1", "PersistentVolumeClaim", "status: {phase: Bound}")))
                    .isEqualTo("Current: PVC is Bound");
            assertThat(judge(Live.of("v1", "PersistentVolumeClaim", "status: {phase: Lost}")))
                    .isEqualTo("InProgress: PVC is not Bound. phase: Lost");
            assertThat(judge(Live.of("v1", "PersistentVolumeClaim", "")))
                    .isEqualTo("InProgress: PVC is not Bound. phase: unknown");
        }

        @Test
        void loadBalancerNeedsOnlyItsClusterAddress() {
            Resource service = Live.of("v1", "Service", "spec: {type: LoadBalancer}");

            assertThat(judge(service)).isEqualTo("InProgress: ClusterIP not set. Service type: LoadBalancer");
            assertThat(judge(service.with("10.0.0.1", "spec", "clusterIP"))).isEqualTo("Current: Service is ready");
            assertThat(judge(Live.of("v1", "Service", ""))).isEqualTo("Current: Service is ready");
        }

        @ParameterizedTest
        @CsvSource({
            "NamesAccepted,False,NameConflict,Failed: why",
            "Established,False,Installing,InProgress: Install in progress",
            "Established,False,Broken,Failed: why",
            "Established,True,InitialNamesAccepted,Current: CRD is established",
            "NamesAccepted,True,NoConflicts,InProgress: Install in progress"
        })
        void definitionMustBeEstablished(String type, String status, String reason, String verdict) {
            assertThat(judge(Live.of(
                            "apiextensions.k8s.io/v1",
                            "CustomResourceDefinition",
                            "status: {conditions: [{type: " + type + ", status: '" + status + "', reason: " + reason
                                    + ", message: why}]}")))
                    .isEqualTo(verdict);
        }
    }
}
