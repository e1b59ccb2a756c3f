package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Result;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.nio.file.Files;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** {@code gitopsRollback} against a real Git server. */
class RollbackStepTest {
    private static final String WEB =
            "kind: Deployment\nspec: {template: {spec: {containers: [{name: web, image: 'r.io/web:%s'}]}}}\n";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private GitHttpServer git;

    @BeforeEach
    void startGit() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository("config", Map.of("gitops.yaml", """
                defaults: {delivery: external}
                applications:
                  - name: shop
                    environments:
                      - {name: prod, branch: env/prod}
                """));
        git.commitDirectly("config", "env/prod", Map.of("web.yaml", WEB.formatted("0")));
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    private static String rollback(String to) {
        return """
                def back = gitopsRollback repository: 'config', application: 'shop', environment: 'prod',
                        to: '%s', reason: 'it leaks', holdFor: '12h'
                echo "back=${back.verdict} ${back.version} ${back.quarantined}"
                """.formatted(to);
    }

    private static String promote(String tag) {
        return "gitopsPromote repository: 'config', application: 'shop', to: 'prod', images: ['r.io/web=r.io/web:" + tag
                + "']\n";
    }

    @Test
    void goesBackHoldsAndQuarantines() throws Throwable {
        sessions.then(jenkins -> {
            Definitions.repository(git.url("config"));
            GitOpsGlobalConfiguration.get().setAuditLog("logs/audit.jsonl");
            WorkflowRun build = jenkins.buildAndAssertStatus(
                    Result.FAILURE,
                    Definitions.job(jenkins, promote("1") + promote("2") + rollback("r.io/web:1") + promote("3")));
            jenkins.assertLogContains("back=PROMOTED r.io/web:1 [r.io/web:2]", build);
            jenkins.assertLogContains("GATED: prod of shop is held at r.io/web:1", build);
            assertThat(Files.readAllLines(jenkins.jenkins.getRootDir().toPath().resolve("logs/audit.jsonl")))
                    .extracting(line -> line.replaceAll(".*\"type\":\"(\\w+)\".*\"verdict\":\"(\\w+)\".*", "$1 $2"))
                    .containsExactly(
                            "promotion PROMOTED",
                            "promotion PROMOTED",
                            "rollback PROMOTED",
                            "quarantine PROMOTED",
                            "promotion GATED");
        });
        assertThat(git.repositories().read("config", "env/prod", "web.yaml")).isEqualTo(WEB.formatted("1"));
        assertThat(git.repositories().git("config").run("log", "-1", "--format=%B", "env/prod"))
                .contains("Gitops-Action: rollback", "Gitops-Reason: it leaks", "Gitops-Build: ");
        assertThat(git.repositories().read("config", "env/prod", ".gitops/shop/prod.yaml"))
                .contains("version: r.io/web:1", "until: ");
        assertThat(git.repositories().git("config").run("log", "-1", "--format=%B", "main"))
                .contains("Gitops-Action: quarantine", "Gitops-Version: r.io/web:2");
    }

    @Test
    void isTheSameRollbackAfterARestartInTheMiddleOfItsPush() throws Throwable {
        CountDownLatch pushing = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        String good = git.commitDirectly("config", "env/prod", Map.of("web.yaml", WEB.formatted("1")));
        git.commitDirectly("config", "env/prod", Map.of("web.yaml", WEB.formatted("2")));
        git.beforeNextPush(() -> {
            pushing.countDown();
            try {
                letGo.await(100, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        sessions.then(jenkins -> {
            Definitions.repository(git.url("config"));
            Definitions.job(jenkins, rollback(good)).scheduleBuild2(0).waitForStart();
            assertThat(pushing.await(60, TimeUnit.SECONDS)).isTrue();
        });
        sessions.then(jenkins -> {
            WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains("looking whether the promotion had arrived", build);
            jenkins.assertLogContains("back=PROMOTED r.io/web:1 [r.io/web:2]", build);
            letGo.countDown();
        });
        assertThat(git.repositories()
                        .git("config")
                        .run("log", "--format=%H", "--grep=Gitops-Action: rollback", "env/prod")
                        .lines())
                .hasSize(1);
    }
}
