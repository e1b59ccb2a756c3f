package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** {@code gitopsPromote} against a real Git server. */
class PromoteStepTest {
    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private GitHttpServer git;
    private String url;

    @BeforeEach
    void startGit() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository("config", Map.of(Definitions.FILE, "image:\n  tag: 1.0 # kept\n"));
        url = git.url("config");
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    @Test
    void promotesInTheSandboxWithoutANode() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build = jenkins.buildAndAssertSuccess(Definitions.job(jenkins, Definitions.promote("2.0")));

            assertThat(git.repositories().read("config", "main", Definitions.FILE))
                    .isEqualTo("image:\n  tag: 2.0 # kept\n");
            jenkins.assertLogContains(
                    "verdict=PROMOTED commit=" + git.repositories().tip("config", "main"), build);
            jenkins.assertLogContains("files=[values/prod.yaml]", build);
            jenkins.assertLogNotContains(Definitions.PASSWORD, build);
            assertThat(git.repositories().git("config").run("log", "-1", "--format=%B", "main"))
                    .contains("Gitops-Build:", "Gitops-Promotion-Id:", "deploy#1/");
        });
    }

    @Test
    void failsWithASentenceAndNoStackTrace() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    Definitions.job(
                            jenkins, "gitopsPromote repository: 'config', set: ['values/prod.yaml#image.tga=2']"));
            jenkins.assertLogContains("ERROR: values/prod.yaml:2:3: found no key 'tga'", build);
            jenkins.assertLogNotContains("\tat ", build);
        });
    }

    @Test
    void tagsForAnEnvironmentThatStandsOnTags() throws Throwable {
        git.commitDirectly("config", "main", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: prod, tag: v*, path: values}
                """));
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build = jenkins.buildAndAssertSuccess(Definitions.job(jenkins, """
                    def made = gitopsPromote repository: 'config', application: 'shop', to: 'prod', commit: 'main', version: '1.2.0'
                    echo "made=${made.verdict} ${made.branch} ${made.commit}"
                    def again = gitopsPromote repository: 'config', application: 'shop', to: 'prod', commit: 'main', version: '1.2.0'
                    echo "again=${again.verdict}"
                    """));
            jenkins.assertLogContains(
                    "made=PROMOTED v1.2.0 " + git.repositories().tip("config", "main"), build);
            jenkins.assertLogContains("again=UNCHANGED", build);
        });
        assertThat(git.repositories().git("config").run("for-each-ref", "--format=%(contents)", "refs/tags/v1.2.0"))
                .contains("Gitops-Environment: prod", "Gitops-Build:");
    }

    @Test
    void goesOnAfterARestartInTheMiddleOfAPush() throws Throwable {
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        git.beforeNextPush(() -> {
            pushing.countDown();
            try {
                letGo.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sessions.then(jenkins -> {
            Definitions.repository(url);
            Definitions.job(jenkins, Definitions.promote("2.0"))
                    .scheduleBuild2(0)
                    .waitForStart();
            assertThat(pushing.await(60, TimeUnit.SECONDS)).isTrue();
        });
        sessions.then(jenkins -> {
            WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains("looking whether the promotion had arrived", build);
            letGo.countDown();
        });
        assertThat(git.repositories().git("config").run("rev-list", "--count", "main"))
                .isEqualTo("2");
    }

    @Test
    void stopsAtOnce() throws Throwable {
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        git.beforeNextPush(() -> {
            pushing.countDown();
            try {
                letGo.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sessions.then(jenkins -> {
            Definitions.repository(url);
            WorkflowRun build = Definitions.job(jenkins, Definitions.promote("2.0"))
                    .scheduleBuild2(0)
                    .waitForStart();
            assertThat(pushing.await(60, TimeUnit.SECONDS)).isTrue();
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
            letGo.countDown();
        });
    }
}
