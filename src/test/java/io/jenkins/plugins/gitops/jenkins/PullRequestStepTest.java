package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Result;
import io.jenkins.plugins.gitops.configuration.RepositoryDefinition;
import io.jenkins.plugins.gitops.engine.testbed.Gitea;
import io.jenkins.plugins.gitops.engine.testbed.GiteaRepository;
import io.jenkins.plugins.gitops.engine.testbed.OnGitea;
import java.util.Map;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** {@code gitopsPromote} by pull request, on a real Gitea. */
@OnGitea
class PullRequestStepTest {
    private static final String WAITING = "Waiting for somebody to merge Pull request 1";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final Gitea gitea;
    private GiteaRepository repository;

    PullRequestStepTest(Gitea gitea) {
        this.gitea = gitea;
    }

    @BeforeEach
    void create() throws Exception {
        repository = GiteaRepository.create(gitea);
        repository.commit(
                "main",
                Map.of("gitops.yaml", """
                        defaults: {delivery: external}
                        applications:
                          - name: shop
                            environments: [{name: prod, folder: prod/shop, pullRequest: {labels: [gitops]}}]
                          - name: bank
                            environments: [{name: prod, folder: prod/bank}]
                        """, "prod/shop/pod.yaml", pod("shop"), "prod/bank/pod.yaml", pod("bank")));
    }

    private static String pod(String name) {
        return """
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s}
                spec: {containers: [{name: main, image: "r.io/%1$s:1"}]}
                """.formatted(name);
    }

    private void define() throws Exception {
        RepositoryDefinition definition = new RepositoryDefinition("config", repository.url());
        definition.setForge("gitea");
        definition.setForgeUrl(gitea.api().toString());
        Definitions.repository(definition, gitea.admin(), gitea.token());
    }

    private static String promote(String arguments) {
        return """
            def result = gitopsPromote repository: 'config', to: 'prod', %s
            echo "verdict=${result.verdict} pullRequest=${result.pullRequest?.number} ${result.pullRequest?.state}"
            """.formatted(arguments);
    }

    private WorkflowRun begin(JenkinsRule jenkins, String arguments) throws Exception {
        define();
        return Definitions.job(jenkins, promote(arguments)).scheduleBuild2(0).waitForStart();
    }

    private void merge() throws Exception {
        repository.send("POST", "/pulls/1/merge", "{\"Do\":\"merge\"}");
    }

    private String image(String name) throws Exception {
        return repository.read("main", "prod/" + name + "/pod.yaml").replaceAll("(?s).*r.io/\\w+:(\\w+).*", "$1");
    }

    private void isPromotedByTheOnlyPullRequest(JenkinsRule jenkins) throws Exception {
        WorkflowRun build = Definitions.completed(jenkins, Result.SUCCESS);
        // the base may show the merge before the host calls it one
        jenkins.assertLogContains("verdict=PROMOTED pullRequest=1 ", build);
        jenkins.assertLogNotContains(gitea.token(), build);
        assertThat(repository.json("/pulls?state=all")).hasSize(1);
    }

    @Test
    void opensOneAndEndsWhereItIsNotWaitedFor() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun build = begin(jenkins, "application: 'shop', images: ['r.io/shop=2']");
            Definitions.completed(jenkins, Result.SUCCESS);

            jenkins.assertLogContains("verdict=GATED pullRequest=1 open", build);
            JsonNode opened = repository.json("/pulls/1");
            assertThat(opened.path("body").textValue())
                    .contains("Build: " + jenkins.getURL() + build.getUrl())
                    .contains("The manifests, as they are rendered:", "+++ b/prod/shop/Pod shop");
            assertThat(opened.path("labels").findValuesAsText("name")).containsExactly("gitops");
            assertThat(image("shop")).isEqualTo("1");
        });
    }

    @Test
    void isMergedWhileJenkinsIsDown() throws Throwable {
        sessions.then(jenkins -> jenkins.waitForMessage(
                WAITING, begin(jenkins, "application: 'shop', images: ['r.io/shop=2'], waitForMerge: true")));
        merge();
        repository.commit("main", "gitops.yaml", "applications: []\n"); // nothing can be planned any more
        sessions.then(jenkins -> {
            isPromotedByTheOnlyPullRequest(jenkins);
            assertThat(image("shop")).isEqualTo("2");
        });
    }

    @Test
    void severalApplicationsWaitOverARestart() throws Throwable {
        sessions.then(jenkins -> jenkins.waitForMessage(
                WAITING,
                begin(
                        jenkins,
                        "applications: ['shop', 'bank'], images: ['r.io/shop=2', 'r.io/bank=2'], waitForMerge: true")));
        sessions.then(jenkins -> {
            assertThat(image("shop")).isEqualTo("1");
            merge();
            isPromotedByTheOnlyPullRequest(jenkins);
            assertThat(image("shop")).isEqualTo("2");
            assertThat(image("bank")).isEqualTo("2");
        });
    }

    @Test
    void whatIsStoppedLeavesThePullRequestToPeople() throws Throwable {
        sessions.then(jenkins -> {
            WorkflowRun build = begin(jenkins, "application: 'shop', images: ['r.io/shop=2'], waitForMerge: true");
            jenkins.waitForMessage(WAITING, build);
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
            assertThat(repository.json("/pulls/1").path("state").textValue()).isEqualTo("open");
        });
    }
}
