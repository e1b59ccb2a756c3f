package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.util.Map;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** {@code gitopsPromote} into an environment with a gate: the last build of a job. */
class GateStepTest {
    private static final String WEB = "envs/prod/web.yaml";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private GitHttpServer git;
    private String url;

    @BeforeEach
    void startGit() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository("config", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: prod, folder: envs/prod, gates: [{job: smoke}]}
                """, WEB, web("1")));
        url = git.url("config");
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    private static String web(String tag) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: \"r.io/web:"
                + tag + "\"}]}\n";
    }

    private static String promote(boolean wait) {
        return """
            def result = gitopsPromote repository: 'config', application: 'shop', to: 'prod', \
                images: ['r.io/web=2'], waitForGates: %s
            echo "gates=${result.gates.collect { it.name + ' ' + it.state }}"
            """.formatted(wait);
    }

    private static void smoke(JenkinsRule jenkins) throws Exception {
        WorkflowJob smoke = jenkins.createProject(WorkflowJob.class, "smoke");
        smoke.setDefinition(new CpsFlowDefinition("echo 'fine'", true));
        jenkins.buildAndAssertSuccess(smoke);
    }

    private String prod() {
        return git.repositories().read("config", "main", WEB);
    }

    @Test
    void aClosedGateFailsTheStepAndAnOpenOneDoesNot() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowJob deploy = Definitions.job(jenkins, promote(false));
            WorkflowRun closed = jenkins.buildAndAssertStatus(Result.FAILURE, deploy);
            jenkins.assertLogContains("ERROR: GATED: job: There is no job smoke", closed);
            jenkins.assertLogNotContains("\tat ", closed);
            assertThat(prod()).isEqualTo(web("1"));

            smoke(jenkins);
            WorkflowRun open = jenkins.buildAndAssertSuccess(deploy);
            jenkins.assertLogContains("Gate job is open: smoke #1 was successful", open);
            jenkins.assertLogContains("gates=[job OPEN]", open);
            assertThat(prod()).isEqualTo(web("2"));
            assertThat(git.repositories().git("config").run("log", "-1", "--format=%B", "main"))
                    .contains("Gitops-Gates: job (smoke #1 was successful)");
        });
    }

    @Test
    void waitsOverARestart() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build =
                    Definitions.job(jenkins, promote(true)).scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Gate job is unknown: There is no job smoke", build);
            assertThat(prod()).isEqualTo(web("1"));
        });
        sessions.then(jenkins -> {
            smoke(jenkins);
            WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains("Gate job is open: smoke #1 was successful", build);
            assertThat(prod()).isEqualTo(web("2"));
        });
    }

    /** Once while Jenkins runs, and once when it comes up. */
    @Test
    void outlivesAGitServerThatIsAwayForAWhile() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build =
                    Definitions.job(jenkins, promote(true)).scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Gate job is unknown: There is no job smoke", build);
            git.close();
            jenkins.waitForMessage("No proper answer from " + url, build);
        });
        sessions.then(jenkins -> {
            smoke(jenkins);
            git = GitHttpServer.restart(git);
            WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains("Gate job is open: smoke #1 was successful", build);
            assertThat(prod()).isEqualTo(web("2"));
        });
    }

    @Test
    void stopsAtOnceWhileItWaits() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build =
                    Definitions.job(jenkins, promote(true)).scheduleBuild2(0).waitForStart();
            jenkins.waitForMessage("Gate job is unknown: There is no job smoke", build);
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
            smoke(jenkins);
            assertThat(prod()).isEqualTo(web("1"));
        });
    }
}
