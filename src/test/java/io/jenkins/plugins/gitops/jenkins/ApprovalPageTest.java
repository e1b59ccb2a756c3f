package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.gitops.approval.GitOpsPermissions;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The page of a build on which people approve: Ada promotes; she, Grace and the leads are asked. */
class ApprovalPageTest {
    private static final String WEB = "envs/prod/web.yaml";
    private static final String PROMOTE = """
        def result = gitopsPromote repository: 'config', application: 'shop', to: 'prod', \
            images: ['r.io/web=2'], waitForGates: true
        echo "gates=${result.gates.collect { it.name + ' ' + it.state }}"
        """;
    private static final String WAITS = "shop prod waits for an approval of r.io/web:2: Approvals";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private GitHttpServer git;
    private String url;

    @BeforeEach
    void startGit() throws Exception {
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository("config", Map.of("gitops.yaml", declared(""), WEB, web("1")));
        url = git.url("config");
    }

    @AfterEach
    void stopGit() {
        git.close();
    }

    private static String declared(String gates) {
        return """
            defaults: {delivery: external}
            applications:
              - name: shop
                environments:
                  - name: prod
                    folder: envs/prod
                    gates:
                      - {name: sign-off, approval: {users: [ada, grace, carl], groups: [leads]}}
                      %s
            """.formatted(gates);
    }

    private static String web(String tag) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: \"r.io/web:"
                + tag + "\"}]}\n";
    }

    /** @param approvers who may use the page; what {@code anonymous} may, everybody may */
    private static void secure(JenkinsRule jenkins, String... approvers) {
        JenkinsRule.DummySecurityRealm realm = jenkins.createDummySecurityRealm();
        realm.addGroups("lee", "leads");
        jenkins.jenkins.setSecurityRealm(realm);
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .toEveryone()
                .grant(Item.BUILD)
                .everywhere()
                .to("ada")
                .grant(GitOpsPermissions.APPROVE)
                .everywhere()
                .to(approvers));
    }

    private WorkflowRun waiting(JenkinsRule jenkins) throws Exception {
        return waiting(jenkins, PROMOTE);
    }

    private WorkflowRun waiting(JenkinsRule jenkins, String pipeline) throws Exception {
        Definitions.repository(url);
        WorkflowJob deploy = Definitions.job(jenkins, pipeline);
        WorkflowRun build = deploy.scheduleBuild2(0, new CauseAction(new Cause.UserIdCause("ada")))
                .waitForStart();
        jenkins.waitForMessage(WAITS, build);
        return build;
    }

    private static JenkinsRule.WebClient client(JenkinsRule jenkins, String user) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false);
        return user.equals("anonymous") ? client : client.login(user);
    }

    private static HtmlPage page(JenkinsRule jenkins, WorkflowRun build, String user) throws Exception {
        return client(jenkins, user).getPage(build, "gitops-approvals/");
    }

    private static Optional<HtmlForm> form(HtmlPage page) {
        return form(page, "shop");
    }

    private static Optional<HtmlForm> form(HtmlPage page, String application) {
        return page.getForms().stream()
                .filter(form -> form.getNameAttribute().endsWith("-" + application + "-sign-off"))
                .findFirst();
    }

    private static void answer(HtmlPage page, String decision, String reason) throws Exception {
        answer(form(page).orElseThrow(), decision, reason);
    }

    private static void answer(HtmlForm form, String decision, String reason) throws Exception {
        form.getInputByName("reason").setValue(reason);
        HtmlButton button = form.querySelector("button[value=" + decision + "]");
        HtmlPage back = button.click();
        assertThat(back.getWebResponse().getStatusCode()).isEqualTo(200);
        assertThat(back.getUrl().getPath()).endsWith("/gitops-approvals/");
    }

    /** What the form would send, by somebody to whom it is perhaps not shown. */
    private static Page post(
            JenkinsRule jenkins, WorkflowRun build, String user, Map<String, String> fields, boolean crumb)
            throws Exception {
        JenkinsRule.WebClient client = client(jenkins, user);
        WebRequest request =
                new WebRequest(new URL(jenkins.getURL(), build.getUrl() + "gitops-approvals/answer"), HttpMethod.POST);
        List<NameValuePair> parameters = new ArrayList<>();
        fields.forEach((name, value) -> parameters.add(new NameValuePair(name, value)));
        request.setRequestParameters(parameters);
        if (crumb) {
            client.addCrumb(request);
        }
        return client.getPage(request);
    }

    private static String text(Page page) {
        return page.getWebResponse().getContentAsString();
    }

    private String prod() {
        return git.repositories().read("config", "main", WEB);
    }

    @Test
    void asksThoseWhomTheGateNames() throws Throwable {
        sessions.then(jenkins -> {
            secure(jenkins, "grace", "lee", "eve");
            WorkflowRun build = waiting(jenkins);

            HtmlPage seen = page(jenkins, build, "grace");
            assertThat(form(seen)).isPresent();
            assertThat(seen.asNormalizedText())
                    .contains("shop prod", "r.io/web:2", WEB, "sign-off", "closed", "0 of 1 approval");
            assertThat(seen.getAnchorByText("Approvals")).isNotNull();
            assertThat(form(page(jenkins, build, "lee"))).isPresent();
            assertThat(form(page(jenkins, build, "eve"))).isEmpty();
            assertThat(form(page(jenkins, build, "anonymous"))).isEmpty();
            HtmlPage own = page(jenkins, build, "ada");
            assertThat(form(own)).isEmpty();
            assertThat(own.asNormalizedText()).contains("ada promotes this version");
            HtmlPage forbidden = page(jenkins, build, "carl");
            assertThat(form(forbidden)).isEmpty();
            assertThat(forbidden.asNormalizedText()).contains("need the permission GitOps Stages/Approve");
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
        });
    }

    @Test
    void eachOfSeveralApplicationsIsApproved() throws Throwable {
        git.commitDirectly(
                "config",
                "main",
                Map.of("gitops.yaml", declared("").stripTrailing() + """

                              - name: desk
                                environments:
                                  - {name: prod, folder: envs/desk, gates: [{name: sign-off, approval: {users: [grace]}}]}
                            """, "envs/desk/web.yaml", web("1")));
        sessions.then(jenkins -> {
            secure(jenkins, "grace");
            WorkflowRun build =
                    waiting(jenkins, PROMOTE.replace("application: 'shop'", "applications: ['shop', 'desk']"));
            jenkins.waitForMessage("desk prod waits for an approval of r.io/web:2", build);
            answer(page(jenkins, build, "grace"), "approve", "");
            jenkins.waitForMessage("Gate shop/sign-off is open: Approved by grace", build);
            assertThat(prod()).isEqualTo(web("1"));
            answer(form(page(jenkins, build, "grace"), "desk").orElseThrow(), "approve", "");

            Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains("gates=[shop/sign-off OPEN, desk/sign-off OPEN]", build);
            assertThat(prod()).isEqualTo(web("2"));
            assertThat(git.repositories().read("config", "main", "envs/desk/web.yaml"))
                    .isEqualTo(web("2"));
        });
    }

    @Test
    void looksAgainAtOnceAndNotWhenTheGatesAreDue() throws Throwable {
        git.commitDirectly(
                "config",
                "main",
                Map.of("gitops.yaml", declared("- window: {deny: [{schedule: '0 0 * * *', duration: 24h}]}")));
        sessions.then(jenkins -> {
            secure(jenkins, "lee");
            WorkflowRun build = waiting(jenkins);
            jenkins.waitForMessage("Gate window is closed", build);
            answer(page(jenkins, build, "lee"), "approve", "");
            jenkins.waitForMessage("Gate sign-off is open: Approved by lee", build);
            assertThat(form(page(jenkins, build, "lee"))).as("to take it back").isPresent();
            assertThat(prod()).isEqualTo(web("1"));
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
        });
    }

    @Test
    void takesOnlyWhatTheFormWouldSend() throws Throwable {
        sessions.then(jenkins -> {
            secure(jenkins, "grace", "lee", "eve");
            WorkflowRun build = waiting(jenkins);
            HtmlForm form = form(page(jenkins, build, "grace")).orElseThrow();
            Map<String, String> fields = Map.of(
                    "node",
                    form.getInputByName("node").getValue(),
                    "proposal",
                    form.getInputByName("proposal").getValue(),
                    "gate",
                    "sign-off",
                    "decision",
                    "approve");

            assertThat(post(jenkins, build, "grace", fields, false)
                            .getWebResponse()
                            .getStatusCode())
                    .as("without a crumb")
                    .isEqualTo(403);
            assertThat(client(jenkins, "grace")
                            .getPage(build, "gitops-approvals/answer?decision=approve")
                            .getWebResponse()
                            .getStatusCode())
                    .as("by a link")
                    .isIn(404, 405);
            assertThat(post(jenkins, build, "carl", fields, true)
                            .getWebResponse()
                            .getStatusCode())
                    .as("without the permission")
                    .isEqualTo(403);
            assertThat(text(post(jenkins, build, "eve", fields, true)))
                    .contains("eve is not asked to approve at gate sign-off.")
                    .doesNotContain("\tat ");
            assertThat(text(post(jenkins, build, "ada", fields, true))).contains("ada promotes this version");
            assertThat(git.repositories().git("config").run("for-each-ref", "refs/notes"))
                    .isEmpty();

            secure(jenkins, "anonymous");
            assertThat(form(page(jenkins, build, "anonymous"))).isEmpty();
            assertThat(text(post(jenkins, build, "anonymous", fields, true))).contains("Log in to approve");
            assertThat(git.repositories().git("config").run("for-each-ref", "refs/notes"))
                    .isEmpty();

            git.commitDirectly("config", "main", Map.of(WEB, web("1") + "# by hand\n"));
            assertThat(text(post(jenkins, build, "grace", fields, true)))
                    .contains("has changed since the page was shown")
                    .doesNotContain("\tat ");
            assertThat(git.repositories().git("config").run("for-each-ref", "refs/notes"))
                    .isEmpty();
            build.doStop();
            Definitions.completed(jenkins, Result.ABORTED);
            assertThat(text(post(jenkins, build, "grace", fields, true))).contains("does not wait any more");
        });
    }

    @Test
    void goesOnWhenItIsApprovedOverARestart() throws Throwable {
        sessions.then(jenkins -> {
            secure(jenkins, "grace", "lee", "eve");
            WorkflowRun build = waiting(jenkins);
            answer(page(jenkins, build, "grace"), "reject", "Not <b>today</b>");
            jenkins.waitForMessage(": grace rejected shop prod at gate sign-off: r.io/web:2: Not <b>today</b>", build);
            assertThat(build.isBuilding()).isTrue();
            assertThat(prod()).isEqualTo(web("1"));
        });
        sessions.then(jenkins -> {
            secure(jenkins, "grace", "lee", "eve");
            WorkflowRun build = jenkins.jenkins
                    .getItemByFullName("deploy", WorkflowJob.class)
                    .getBuildByNumber(1);
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> form(page(jenkins, build, "lee")).isPresent());
            answer(page(jenkins, build, "lee"), "approve", "Tried it");

            Definitions.completed(jenkins, Result.SUCCESS);
            jenkins.assertLogContains(": lee approved shop prod at gate sign-off: r.io/web:2: Tried it", build);
            jenkins.assertLogContains("Gate sign-off is open: Approved by lee", build);
            assertThat(JenkinsRule.getLog(build)).containsOnlyOnce(WAITS).containsOnlyOnce("Gate sign-off is closed");
            assertThat(prod()).isEqualTo(web("2"));
            HtmlPage over = page(jenkins, build, "lee");
            assertThat(over.asNormalizedText()).contains("No promotion of this build waits for an approval");
            assertThat(form(over)).isEmpty();
        });
    }
}
