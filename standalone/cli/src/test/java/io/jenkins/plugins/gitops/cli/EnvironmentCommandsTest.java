package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import io.jenkins.plugins.gitops.cli.simulation.SimulatedApiServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands about an environment answer; what they do to a real cluster is tested with the engine. */
@Timeout(60)
class EnvironmentCommandsTest {
    private static final String CONFIGURATION = """
            applications:
              - name: shop
                defaults:
                  health: {steady: 0s, timeout: 20s}
                environments:
                  - name: dev
                    folder: envs/dev
                    destination: {cluster: here, namespace: shop}
                    sync: {automated: true}
                  - name: prod
                    branch: env/prod
                    path: envs/prod
                    destination: {cluster: elsewhere, namespace: shop}
                  - name: old
                    folder: envs/old
                    destination: {cluster: here, namespace: old}
                    delivery: external
                  - name: blind
                    folder: envs/blind
                    destination: {cluster: silent, namespace: shop}
                  - name: live
                    tag: live
                    destination: {cluster: here, namespace: shop}
            """;
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: web, image: "registry.example.com/shop/web:1.0.0"}
            """;
    private static final String IMAGE = "registry.example.com/shop/web";

    @TempDir
    private Path folder;

    private SimulatedApiServer cluster;
    private Program git;
    private Shell shell;

    @BeforeEach
    void prepare() throws Exception {
        git = Program.git(Files.createDirectories(folder.resolve("config")));
        git.run("init", "-q", "-b", "main");
        write("gitops.yaml", CONFIGURATION);
        write("envs/dev/web.yaml", WEB);
        write("envs/prod/web.yaml", WEB);
        write("envs/old/web.yaml", WEB);
        write("envs/blind/web.yaml", WEB);
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The shop");
        git.run("branch", "env/prod");
        git.run("clone", "-q", "--bare", ".", "../served.git");
        git.run("remote", "add", "origin", "../served.git");
        cluster = SimulatedApiServer.start(Clock.systemUTC());
        Path kubeconfig =
                Files.writeString(folder.resolve("kubeconfig"), """
                current-context: current
                clusters:
                - {name: c, cluster: {server: "%s"}}
                - {name: s, cluster: {server: "http://127.0.0.1:1"}}
                users: [{name: u, user: {token: "%s"}}]
                contexts:
                - {name: current, context: {cluster: c, user: u}}
                - {name: here, context: {cluster: c, user: u}}
                - {name: silent, context: {cluster: s, user: u}}
                """.formatted(cluster.url(), cluster.token()));
        send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\"}}");
        shell = new Shell(folder).with("KUBECONFIG", kubeconfig.toString());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void promotesWaitsComparesAndSyncs() throws Exception {
        Ended promoted = shell.run(
                "promote",
                "--repository",
                repository(),
                "--application",
                "shop",
                "--to",
                "dev",
                "--image",
                IMAGE + "=" + IMAGE + ":1.1.0",
                "-o",
                "json");
        assertThat(promoted.status()).as(promoted.err()).isZero();
        String commit = promoted.json().at("/commit").asText();
        git.run("fetch", "-q", "origin");
        assertThat(git.run("show", commit + ":envs/dev/web.yaml")).isEqualTo(WEB.replace("1.0.0", "1.1.0"));
        assertThat(git.run("log", "-1", "--format=%B", commit))
                .contains("Gitops-Application: shop", "Gitops-Environment: dev", "Gitops-Promotion-Id: ");

        Ended waited = about("wait", "dev", "--commit", commit, "--timeout", "20s");
        assertThat(waited.status()).as(waited.out()).isZero();
        JsonNode live = waited.json();
        assertThat(live.fieldNames())
                .toIterable()
                .containsExactly("verdict", "commit", "liveCommit", "seconds", "causes", "resources");
        assertThat(live.at("/verdict").asText()).isEqualTo("LIVE");
        assertThat(live.at("/liveCommit").asText()).isEqualTo(commit);
        assertThat(live.at("/resources/0/status").asText()).isEqualTo("Healthy");
        assertThat(live.at("/resources/0/rules").asText()).isEqualTo("argocd");

        assertThat(about("diff", "dev").json().at("/verdict").asText()).isEqualTo("SYNCED");
        send("PATCH", "/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=hand", "{\"spec\":{\"replicas\":7}}");
        Ended drifted = about("diff", "dev");
        assertThat(drifted.status()).isEqualTo(1);
        assertThat(drifted.json().at("/revision").asText()).isEqualTo(commit);
        assertThat(drifted.json().at("/resources/0/fields/0"))
                .hasToString("{\"path\":\"/spec/replicas\",\"desired\":2,\"live\":7,\"manager\":\"hand\"}");

        Ended synced = about("sync", "dev");
        assertThat(synced.status()).as(synced.out()).isZero();
        assertThat(synced.json().fieldNames())
                .toIterable()
                .containsExactly("verdict", "revision", "message", "attempts", "resources");
        assertThat(synced.json().at("/resources/0/action").asText()).isEqualTo("APPLIED");
        assertThat(about("diff", "dev").status()).isZero();
    }

    @Test
    void keepsWhatAWaitProvedInGitAndInTheAuditLog() throws Exception {
        Path log = folder.resolve("audit.jsonl");
        shell.with("GITOPS_AUDIT_LOG", log.toString());
        String commit = git.run("rev-parse", "HEAD").strip();

        Ended waited = about("wait", "dev", "--timeout", "20s");
        assertThat(waited.status()).as(waited.out()).isZero();
        assertThat(waited.err()).isEmpty();
        git.run("fetch", "-q", "origin", "refs/notes/gitops:refs/notes/gitops");
        assertThat(git.run("notes", "--ref", "gitops", "show", commit))
                .startsWith("{\"v\":1,\"type\":\"verdict\",\"commit\":\"" + commit
                        + "\",\"application\":\"shop\",\"environment\":\"dev\",\"verdict\":\"LIVE\"");
        assertThat(Files.readString(log)).contains("\"verdict\":\"LIVE\"", "\"by\":\"Ada\"", commit);
    }

    @Test
    void aVerdictStandsWhereItCannotBeKept() throws Exception {
        Files.writeString(folder.resolve("served.git/refs/notes"), "no folder");

        Ended waited = about("wait", "dev", "--timeout", "20s");
        assertThat(waited.status()).isZero();
        assertThat(waited.json().at("/verdict").asText()).isEqualTo("LIVE");
        assertThat(waited.err()).startsWith("gitops: The verdict could not be recorded in refs/notes/gitops: ");
    }

    @Test
    void comparesWithAnotherRevisionAndMoreRules() throws Exception {
        assertThat(about("sync", "dev").status()).isZero();
        write("envs/dev/web.yaml", WEB.replace("replicas: 2", "replicas: 3"));
        git.run("commit", "-q", "-a", "-m", "More");
        git.run("push", "-q", "origin", "main");
        Path rules = Files.writeString(
                folder.resolve("rules.yaml"),
                "ignoreDifferences: [{group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}]");

        assertThat(about("diff", "dev").status()).isEqualTo(1);
        assertThat(about(
                                "diff",
                                "dev",
                                "--revision",
                                git.run("rev-parse", "HEAD~1").strip())
                        .status())
                .isZero();
        assertThat(about("diff", "dev", "--rules", rules.toString()).status()).isZero();
    }

    @Test
    void rendersAnEnvironmentWithoutItsCluster() {
        Ended ended = about("render", "prod");

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.json().at("/items/0/kind").asText()).isEqualTo("Deployment");
    }

    @Test
    void changesNothingOnADryRun() {
        Ended ended = about("sync", "dev", "--dry-run");

        assertThat(ended.status()).as(ended.out() + ended.err()).isZero();
        assertThat(about("diff", "dev").json().at("/resources/0/change").asText())
                .isEqualTo("MISSING");
    }

    @Test
    void takesTheContextThatIsMappedAndNeverTheCurrentOne() {
        Ended unmapped = about("diff", "prod");
        assertThat(unmapped.status()).isEqualTo(2);
        assertThat(unmapped.err()).contains("elsewhere", "current", "--cluster elsewhere=CONTEXT");
        assertThat(unmapped.out()).isEmpty();

        Ended mapped = about("diff", "prod", "--cluster", "elsewhere=here");
        assertThat(mapped.status()).as(mapped.err()).isEqualTo(1);
    }

    @Test
    void refusesToSyncWhatSomebodyElseDelivers() {
        Ended ended = about("sync", "old");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("external");
    }

    @Test
    void timesOutWhereNobodyDelivers() {
        Ended ended = about("wait", "old", "--timeout", "2s");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.json().at("/verdict").asText()).isEqualTo("TIMED_OUT");
        assertThat(ended.json().at("/liveCommit").isNull()).isTrue();
        assertThat(ended.json().at("/causes/0").asText()).contains("web");
        assertThat(ended.json().at("/resources/0/status").asText()).isEqualTo("Missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff", "sync"})
    void isUnknownWhereTheClusterIsSilent(String command) {
        Ended ended = about(command, "blind");

        assertThat(ended.json().at("/verdict").asText()).as(ended.err()).isEqualTo("UNKNOWN");
        assertThat(ended.status()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"diff", "wait", "sync"})
    void isUnknownWhereTheRepositoryIsSilent(String command) {
        Ended ended = shell.run(
                command,
                "--repository",
                "http://127.0.0.1:1/config.git",
                "--application",
                "shop",
                "--environment",
                "dev",
                "-o",
                "json");

        assertThat(ended.status()).isEqualTo(3);
        assertThat(ended.json().at("/verdict").asText()).isEqualTo("UNKNOWN");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait --application shop --environment dev | Expected --repository, --application and --environment",
                "wait --repository R --application shop | Expected --repository, --application and --environment",
                "wait --repository R --application mail --environment dev | no application named \"mail\"",
                "wait --repository R --application shop --environment qa | dev, prod, old, blind, live",
                "wait --repository R --application shop --environment dev --timeout soon | a duration such as",
                "wait --repository R --application shop --environment dev --commit 0000000 | 0000000",
                "sync --repository R --application shop --environment dev --revision none | none",
                "sync --repository R --environment dev | Expected --repository, --application and --environment",
                "render --repository R --application shop --environment qa | named \"qa\"",
                "promote --repository R --application shop --to qa --image a=b:1 | named \"qa\"",
                "promote --repository R --application shop --to dev --image a | is not NAME=REFERENCE",
                "promote --repository R --application shop --to dev --commit main | dev of shop stands on no tag",
                "promote --repository R --application shop --to dev --version 1.0.0 | one of --commit and --from",
                "promote --repository R --application shop --to dev --commit main --image a=b:1 | no images of its own",
                "promote --repository R --application shop --to live --commit main --version 1.0.0 | has no versions",
                "promote --repository R --application shop --to live --commit none | or tag \"none\"",
                "promote --repository R --application shop --to live --image a=b:1 | has no files of its own",
                "promote --repository R --application shop --to dev --commit main --version 1 --bump minor | not both",
                "promote --repository R --application shop --to dev --commit main --version 1.x | no semantic version",
                "promote --repository R --application shop --to dev --image none=x:1 | No image none in envs/dev",
            })
    void refusesBadInputWithASentence(String arguments, String sentence) {
        Ended ended =
                shell.run(arguments.replace(" R ", " " + repository() + " ").split(" "));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(ended.out()).isEmpty();
    }

    private Ended about(String command, String environment, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--repository", repository(), "--application", "shop", "--environment", environment));
        arguments.addAll(List.of("-o", "json"));
        arguments.addAll(List.of(more));
        return shell.run(arguments.toArray(String[]::new));
    }

    private String repository() {
        return folder.resolve("served.git").toString();
    }

    private void write(String file, String content) throws Exception {
        Path path = folder.resolve("config").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private void send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("Authorization", "Bearer " + cluster.token())
                .header("Content-Type", method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
