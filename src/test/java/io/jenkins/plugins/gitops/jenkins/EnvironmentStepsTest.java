package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.engine.testbed.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The steps about an environment, against a real Git server and a real API server. */
@OnTestbed
class EnvironmentStepsTest {
    private static final String STEP = "repository: 'config', application: 'shop', environment: 'dev'";

    private static final String READY = Workload.deployment("web", 1);

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final ControlPlane plane;

    private GitHttpServer git;
    private String namespace;

    EnvironmentStepsTest(ControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void start() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        namespace = plane.namespace("jenkins");
    }

    @AfterEach
    void stop() {
        git.close();
    }

    @Test
    void deliversWaitsAndCompares() throws Throwable {
        declare("jenkins", "{automated: true}", READY);
        sessions.then(jenkins -> {
            define();
            WorkflowRun build = jenkins.buildAndAssertSuccess(Definitions.job(jenkins, """
                    def waited = gitopsWaitHealthy %1$s, timeout: '100s'
                    echo "waited=${waited.verdict} ${waited.resources.collect { it.kind + '=' + it.status }}"
                    def diff = gitopsDiff %1$s
                    echo "diff=${diff.verdict}"
                    def sync = gitopsSync %1$s, dryRun: true
                    echo "sync=${sync.verdict} ${sync.resources.collect { it.action }}"
                    """.formatted(STEP)));
            jenkins.assertLogContains("waited=LIVE [Deployment=Healthy]", build);
            jenkins.assertLogContains("diff=SYNCED", build);
            jenkins.assertLogContains("sync=SYNCED [UNCHANGED]", build);
        });
    }

    @Test
    void showsWhoChangedWhat() throws Throwable {
        declare("jenkins", "{}", READY);
        sessions.then(jenkins -> {
            define();
            jenkins.buildAndAssertSuccess(Definitions.job(jenkins, "gitopsSync " + STEP));
            plane.kubectl().output("-n", namespace, "scale", "deployment/web", "--replicas=3");
            WorkflowRun build = jenkins.buildAndAssertStatus(
                    Result.FAILURE, job(jenkins, "gitopsDiff " + STEP + ", failOnDrift: true"));
            jenkins.assertLogContains("/spec/replicas: 1 in Git, 3 live", build);
            jenkins.assertLogContains("shop dev is OUT_OF_SYNC", build);
        });
    }

    @Test
    void goesOnWaitingAfterARestart() throws Throwable {
        declare("external", "{}", READY);
        sessions.then(jenkins -> {
            define();
            WorkflowRun build = Definitions.job(jenkins, "gitopsWaitHealthy " + STEP + ", timeout: '280s'")
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("Missing", build);
        });
        plane.kubectl().apply(READY, "-n", namespace);
        sessions.then(
                jenkins -> jenkins.assertLogContains("LIVE after", Definitions.completed(jenkins, Result.SUCCESS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitopsSync", "gitopsDiff"})
    void goesOnAfterARestartWhileItReadsGit(String step) throws Throwable {
        declare("jenkins", "{}", READY);
        git.latency(Duration.ofSeconds(20));
        sessions.then(jenkins -> {
            define();
            Definitions.job(jenkins, step + " " + STEP).scheduleBuild2(0).waitForStart();
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> !git.requests().isEmpty());
        });
        git.latency(Duration.ZERO);
        sessions.then(jenkins -> jenkins.assertLogContains("shop dev", Definitions.completed(jenkins, Result.SUCCESS)));
    }

    @Test
    void stopsWaitingAtOnce() throws Throwable {
        declare("external", "{}", READY);
        sessions.then(jenkins -> {
            define();
            WorkflowRun build = Definitions.job(jenkins, "gitopsWaitHealthy " + STEP + ", timeout: '150s'")
                    .scheduleBuild2(0)
                    .waitForStart();
            jenkins.waitForMessage("Missing", build);
            build.doStop();
            Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> !build.isBuilding());
            jenkins.assertBuildStatus(Result.ABORTED, build);
        });
    }

    @Test
    void rollsBackWhereTheWaitEndsDegraded() throws Throwable {
        declare("jenkins", "{automated: true}", READY);
        sessions.then(jenkins -> {
            define();
            jenkins.buildAndAssertSuccess(Definitions.job(jenkins, "gitopsWaitHealthy " + STEP + ", timeout: '100s'"));
            git.commitDirectly("config", "main", Map.of("dev/web.yaml", Workload.deployment("web", 1, "image-pull")));
            WorkflowRun build = jenkins.buildAndAssertSuccess(job(jenkins, """
                    def waited = gitopsWaitHealthy %1$s, timeout: '100s', rollback: true, propagate: false
                    echo "waited=${waited.verdict} rollback=${waited.rollback.verdict} ${waited.rollback.quarantined}"
                    echo "again=${gitopsWaitHealthy(%1$s, timeout: '100s').verdict}"
                    """.formatted(STEP)));
            jenkins.assertLogContains("waited=DEGRADED rollback=PROMOTED [content ", build);
            jenkins.assertLogContains("again=LIVE", build);
        });
        assertThat(git.repositories().read("config", "main", "dev/web.yaml")).isEqualTo(READY);
        assertThat(git.repositories().read("config", "main", ".gitops/shop/dev.yaml"))
                .contains("did not become live");
    }

    @Test
    void saysThatNothingWasProvedToGoBackTo() throws Throwable {
        declare("jenkins", "{automated: true}", Workload.deployment("web", 1, "image-pull"));
        sessions.then(jenkins -> {
            define();
            WorkflowRun build = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    Definitions.job(jenkins, "gitopsWaitHealthy " + STEP + ", timeout: '100s', rollback: true"));
            jenkins.assertLogContains("DEGRADED", build);
            jenkins.assertLogContains("Not rolled back: No other version of shop was proved healthy in dev", build);
        });
    }

    @Test
    void refusesToDeliverWhatAnotherDelivers() throws Throwable {
        declare("external", "{}", READY);
        sessions.then(jenkins -> {
            define();
            WorkflowRun build =
                    jenkins.buildAndAssertStatus(Result.FAILURE, Definitions.job(jenkins, "gitopsSync " + STEP));
            jenkins.assertLogContains("is delivered by external", build);
        });
    }

    private static WorkflowJob job(JenkinsRule jenkins, String pipeline) throws Exception {
        WorkflowJob job = jenkins.jenkins.getItemByFullName("deploy", WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        return job;
    }

    private void declare(String delivery, String sync, String manifests) throws Exception {
        git.createRepository(
                "config", Map.of("gitops.yaml", """
                        applications:
                          - name: shop
                            promotes: {files: [web.yaml]}
                            environments:
                              - name: dev
                                folder: dev
                                destination: {cluster: test, namespace: %s}
                                delivery: %s
                                sync: %s
                                health: {steady: 1s}
                        """.formatted(namespace, delivery, sync), "dev/web.yaml", manifests));
    }

    private void define() throws Exception {
        Definitions.repository(git.url("config"));
        Definitions.cluster(plane, namespace);
    }
}
