package io.jenkins.plugins.gitops.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.sun.net.httpserver.HttpServer;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.StringParameterValue;
import hudson.util.Secret;
import io.jenkins.plugins.gitops.approval.GitOpsPermissions;
import io.jenkins.plugins.gitops.configuration.AlertDefinition;
import io.jenkins.plugins.gitops.configuration.GitOpsGlobalConfiguration;
import io.jenkins.plugins.gitops.configuration.RepositoryDefinition;
import io.jenkins.plugins.gitops.engine.git.GitHttpServer;
import io.jenkins.plugins.gitops.engine.testbed.ControlPlane;
import io.jenkins.plugins.gitops.engine.testbed.OnTestbed;
import io.jenkins.plugins.gitops.monitor.DriftMonitor;
import io.jenkins.plugins.gitops.monitor.DriftTrigger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.awaitility.Awaitility;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The monitor as Jenkins runs it, on a real Git server and a real API server. */
@OnTestbed
@WithJenkins
class DriftMonitorTest {
    private static final String WEBHOOK_SECRET = "a-secret-of-the-webhook";
    private static final String ALERT_PATH = "/services/a-secret-of-the-channel";
    private static final String APPLICATIONS = """
            applications:
              - name: shop
                environments:
                  - name: dev
                    folder: dev
                    destination: {cluster: test, namespace: %s}
                    delivery: jenkins
            """;
    private static final String ALERTED = """
                    drift: alert
            """;
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: %s}
            """;

    private final ControlPlane plane;
    private GitHttpServer git;
    private JenkinsRule jenkins;
    private String namespace;

    DriftMonitorTest(ControlPlane plane) {
        this.plane = plane;
    }

    @BeforeEach
    void start(JenkinsRule rule) throws Exception {
        jenkins = rule;
        namespace = plane.namespace("monitor");
        git = GitHttpServer.start().requireBasicAuth(Definitions.USER, Definitions.PASSWORD);
        git.createRepository(
                "config",
                Map.of(
                        "gitops.yaml",
                        APPLICATIONS.formatted(namespace),
                        "dev/settings.yaml",
                        SETTINGS.formatted("blue")));
        Definitions.cluster(plane, namespace);
        watch("");
    }

    @AfterEach
    void stop() {
        git.close();
    }

    private static void secretText(String id, String text) throws Exception {
        CredentialsProvider.lookupStores(Jenkins.get())
                .iterator()
                .next()
                .addCredentials(
                        Domain.global(),
                        new StringCredentialsImpl(CredentialsScope.SYSTEM, id, "", Secret.fromString(text)));
    }

    private void watch(String clusters) throws Exception {
        secretText("webhook", WEBHOOK_SECRET);
        RepositoryDefinition repository = new RepositoryDefinition("config", git.url("config"));
        repository.setMonitoredClusters(clusters);
        repository.setWebhookCredentialsId("webhook");
        Definitions.repository(repository, Definitions.USER, Definitions.PASSWORD);
    }

    private static String board() {
        return DriftMonitor.get().board().json(place -> true);
    }

    private static void awaitBoard(String part) {
        Awaitility.await(part).atMost(Duration.ofSeconds(90)).until(() -> board().contains(part));
    }

    private void deliver() throws Exception {
        jenkins.buildAndAssertSuccess(
                Definitions.job(jenkins, "gitopsSync repository: 'config', application: 'shop', environment: 'dev'"));
    }

    private void paint(String colour) throws Exception {
        plane.kubectl()
                .output(
                        "-n",
                        namespace,
                        "patch",
                        "configmap/settings",
                        "--type=merge",
                        "-p",
                        "{\"data\":{\"colour\":\"" + colour + "\"}}");
    }

    private JenkinsRule.WebClient as(String user) {
        return jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withBasicApiToken(user);
    }

    @Test
    void watchesShowsAndBuildsWhereThereIsDrift() throws Exception {
        deliver();
        FreeStyleProject alarm = jenkins.createFreeStyleProject("alarm");
        DriftTrigger trigger = new DriftTrigger("config");
        trigger.setApplication("shop");
        trigger.setEnvironment("dev");
        trigger.setWhenOver(true);
        alarm.addTrigger(trigger);
        jenkins.configRoundtrip(alarm);
        DriftTrigger kept = alarm.getTriggers().values().stream()
                .map(DriftTrigger.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(kept.getApplication()).isEqualTo("shop");
        assertThat(kept.getEnvironment()).isEqualTo("dev");
        assertThat(kept.isWhenOver()).isTrue();
        watch("test");
        awaitBoard("\"state\":\"synced\"");

        paint("red");

        awaitBoard("\"state\":\"drifted\"");
        assertThat(board()).contains("ConfigMap/" + namespace + "/settings", "\"who\":\"person\"");
        FreeStyleBuild drifted = built(alarm, 1);
        assertThat(drifted.getCauses().get(0).getShortDescription()).isEqualTo("shop/dev has drifted (1 resources)");
        assertThat(parameter(drifted, "GITOPS_EVENT")).isEqualTo("drift");
        assertThat(parameter(drifted, "GITOPS_ENVIRONMENT")).isEqualTo("dev");
        assertThat(parameter(drifted, "GITOPS_RESOURCES")).isEqualTo("ConfigMap/" + namespace + "/settings");
        assertThat(parameter(drifted, "GITOPS_DRIFT"))
                .contains("\"path\":\"/data/colour\",\"desired\":\"blue\",\"live\":\"red\"");

        paint("blue");

        assertThat(parameter(built(alarm, 2), "GITOPS_EVENT")).isEqualTo("resolved");
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve("gitops-stages/drifts.jsonl"))
                .content()
                .contains("\"event\":\"drift\"", "\"event\":\"resolved\"");

        GitOpsGlobalConfiguration.get().setRepositories(List.of());
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> board().contains("\"environments\":[]"));
    }

    private static FreeStyleBuild built(FreeStyleProject job, int number) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> job.getBuildByNumber(number), build -> build != null && !build.isBuilding());
    }

    private static String parameter(FreeStyleBuild build, String name) {
        return ((StringParameterValue) build.getAction(ParametersAction.class).getParameter(name)).getValue();
    }

    @Test
    void tellsAWebhookOfDriftAndItsEnd() throws Exception {
        git.commitDirectly("config", "main", Map.of("gitops.yaml", APPLICATIONS.formatted(namespace) + ALERTED));
        deliver();
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer channel = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        channel.createContext(ALERT_PATH, exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        channel.start();
        try {
            secretText("channel", "http://127.0.0.1:" + channel.getAddress().getPort() + ALERT_PATH);
            AlertDefinition others = new AlertDefinition("others", "json", "channel");
            others.setEnvironments("prod");
            GitOpsGlobalConfiguration.get().setAlerts(List.of(new AlertDefinition("team", "json", "channel"), others));
            watch("test");
            awaitBoard("\"state\":\"synced\"");

            paint("red");

            assertThat(posted.poll(90, TimeUnit.SECONDS))
                    .contains("\"event\":\"drift\"", "\"name\":\"settings\"", "/data/colour", "\"environment\":\"dev\"")
                    .contains("\"dashboard\":\"" + jenkins.getURL() + "gitops/\"")
                    .doesNotContain("red", "blue");

            paint("blue");

            assertThat(posted.poll(90, TimeUnit.SECONDS)).contains("\"event\":\"resolved\"", "\"open\":0");
            assertThat(posted).as("one is told of another environment alone").isEmpty();
        } finally {
            channel.stop(0);
        }
    }

    @Test
    void watchesNoClusterThatTheRepositoryIsNotWatchedOn() throws Exception {
        watch("another");
        awaitBoard("Cluster 'test' is not among those that " + git.url("config") + " is watched on.");
    }

    @Test
    void watchesARepositoryOnce() throws Exception {
        RepositoryDefinition first = new RepositoryDefinition("config", git.url("config"));
        first.setCredentialsId("robot");
        first.setMonitoredClusters("test");
        RepositoryDefinition second = new RepositoryDefinition("again", git.url("config"));
        second.setMonitoredClusters("prod");
        GitOpsGlobalConfiguration.get().setRepositories(List.of(first, second));
        awaitBoard(git.url("config") + " is watched already, as repository config.");
    }

    @Test
    void aTriggerThatWasWrittenByHandMayLackSomething() {
        DriftTrigger trigger = (DriftTrigger) Jenkins.XSTREAM2.fromXML("<" + DriftTrigger.class.getName()
                + "><repository>config</repository></" + DriftTrigger.class.getName() + ">");
        assertThat(trigger.getApplication()).isEmpty();
        assertThat(trigger.getEnvironment()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithACredential() throws Exception {
        watch("test");
        RepositoryDefinition repository = new RepositoryDefinition("config", git.url("config"));
        repository.setMonitoredClusters("test");
        repository.setCredentialsId("nobody");
        GitOpsGlobalConfiguration.get().setRepositories(List.of(repository));
        awaitBoard("The credential 'nobody' for repository config is not there");
    }

    @Test
    void aWebhookHasGitAskedAtOnce() throws Exception {
        deliver();
        watch("test");
        awaitBoard("\"state\":\"synced\"");
        String before = revision();
        git.commitDirectly("config", "main", Map.of("dev/settings.yaml", SETTINGS.formatted("blue") + "# a comment\n"));

        assertThat(webhook("wrong").statusCode()).isEqualTo(403);
        HttpResponse<String> answer = webhook(WEBHOOK_SECRET);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("Git is asked now.\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> !revision().equals(before));
    }

    private static String revision() {
        return board().replaceFirst(".*?\"revision\":\"([^\"]*)\".*", "$1");
    }

    private HttpResponse<String> webhook(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(jenkins.getURL() + "gitops-webhook/"))
                .header("Content-Type", "application/json")
                .header("X-Gitlab-Token", token)
                .POST(BodyPublishers.ofString("{\"project\": {\"git_http_url\": \"" + git.url("config") + "\"}}"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void theDashboardIsForThoseWhoMayViewIt() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ)
                .everywhere()
                .to("reader", "viewer")
                .grant(GitOpsPermissions.VIEW)
                .everywhere()
                .to("viewer")
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin"));
        for (String page : List.of("gitops/", "gitops/board", "gitops/drifts/1")) {
            assertThat(status("reader", page)).as(page).isEqualTo(403);
        }
        for (String user : List.of("viewer", "admin")) {
            assertThat(status(user, "gitops/board")).isEqualTo(200);
            assertThat(status(user, "gitops/drifts/1")).isEqualTo(404);
        }
        Page board = as("viewer").goTo("gitops/board", "application/json");
        WebRequest again = new WebRequest(new URL(jenkins.getURL(), "gitops/board"));
        again.setAdditionalHeader("If-None-Match", board.getWebResponse().getResponseHeaderValue("ETag"));
        assertThat(as("viewer").getPage(again).getWebResponse().getStatusCode()).isEqualTo(304);
        JenkinsRule.WebClient browser = as("viewer");
        browser.getOptions().setJavaScriptEnabled(false); // newer than HtmlUnit's; a real browser runs it elsewhere
        HtmlPage shown = browser.goTo("gitops/");
        assertThat(shown.querySelector(".gitops-dashboard")
                        .getAttributes()
                        .getNamedItem("data-board")
                        .getNodeValue())
                .endsWith("/gitops");
    }

    private int status(String user, String path) throws Exception {
        return as(user).getPage(new URL(jenkins.getURL(), path))
                .getWebResponse()
                .getStatusCode();
    }
}
