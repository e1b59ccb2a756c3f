package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A promotion whose controller is killed, in a process of its own, with the plugin's real class loader. */
class KilledControllerTest {
    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension().withTimeout(600);

    private final CountDownLatch killed = new CountDownLatch(1);

    private GitHttpServer git;

    @BeforeEach
    void startGit() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository("config", Map.of(Definitions.FILE, "image:\n  tag: 1.0\n"));
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    @Test
    void beforeThePushArrives() throws Throwable {
        git.beforeNextPush(() -> {
            kill();
            throw new UncheckedIOException(new IOException("lost with the controller"));
        });
        promotesOnce("1");
    }

    @Test
    void whileThePushIsServed() throws Throwable {
        git.beforeNextPush(this::kill);
        promotesOnce("2");
    }

    @Test
    void afterThePushBeforeTheStepEnds() throws Throwable {
        git.failNextPush(GitHttpServer.Fault.LOST_ANSWER);
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::start, git.url("config"));
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> git.repositories()
                        .git("config")
                        .run("rev-list", "--count", "main")
                        .equals("2"));
        kill();
        goesOn();
    }

    private void promotesOnce(String commitsWhenKilled) throws Throwable {
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::start, git.url("config"));
        assertThat(killed.await(60, TimeUnit.SECONDS)).isTrue();
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> git.repositories()
                        .git("config")
                        .run("rev-list", "--count", "main")
                        .equals(commitsWhenKilled));
        goesOn();
    }

    private void goesOn() throws Throwable {
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::finish);
        assertThat(git.repositories().git("config").run("rev-list", "--count", "main"))
                .isEqualTo("2");
        assertThat(git.repositories().read("config", "main", Definitions.FILE)).isEqualTo("image:\n  tag: 2.0\n");
    }

    private void kill() {
        controller.stopJenkinsForcibly();
        killed.countDown();
    }

    private static void start(JenkinsRule jenkins, String url) throws Throwable {
        Definitions.repository(url);
        Definitions.job(jenkins, Definitions.promote("2.0")).scheduleBuild2(0).waitForStart();
    }

    private static void finish(JenkinsRule jenkins) throws Throwable {
        WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
        jenkins.assertLogContains("verdict=PROMOTED", build);
    }
}
