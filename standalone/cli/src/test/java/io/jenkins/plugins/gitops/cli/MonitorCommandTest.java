package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Program;
import io.jenkins.plugins.gitops.cli.simulation.SimulatedApiServer;
import io.jenkins.plugins.gitops.engine.monitor.history.DriftHistory;
import io.jenkins.plugins.gitops.engine.monitor.history.Episode;
import java.io.BufferedReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command prints; what is drift and what is done about it is tested with the engine. */
@Timeout(60)
class MonitorCommandTest {
    private static final String CONFIGURATION = """
            applications:
              - name: shop
                environments:
                  - name: dev
                    folder: envs/dev
                    destination: {cluster: here, namespace: shop}
                    drift: heal
            """;
    private static final String NOWHERE = """
                  - name: prod
                    folder: envs/prod
                    destination: {cluster: nowhere, namespace: shop}
            """;
    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings}
            data: {colour: blue}
            """;

    @TempDir
    private Path folder;

    @Test
    void printsADriftAndItsHealingAndEndsWhenInterrupted() throws Exception {
        String repository = repository();
        Path history = folder.resolve("history");
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC());
                PipedReader reader = new PipedReader(1 << 20);
                PipedWriter writer = new PipedWriter(reader);
                BufferedReader out = new BufferedReader(reader)) {
            Shell shell =
                    new Shell(folder).with("KUBECONFIG", kubeconfig(cluster).toString());
            send(cluster, "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\"}}");
            shell.run("sync", "--repository", repository, "--application", "shop", "--environment", "dev");
            int port = freePort();
            FutureTask<Ended> run = new FutureTask<>(() -> shell.run(
                    writer,
                    "monitor",
                    "--repository",
                    repository,
                    "--interval",
                    "2s",
                    "--history",
                    history.toString(),
                    "--port",
                    Integer.toString(port)));
            Thread command = new Thread(run, "monitor-command");
            command.start();

            assertThat(next(out, "seen").at("/environment").asText()).isEqualTo("dev");
            send(
                    cluster,
                    "PATCH",
                    "/api/v1/namespaces/shop/configmaps/settings?fieldManager=kubectl-edit",
                    "{\"data\":{\"colour\":\"red\"}}");
            JsonNode drift = next(out, "drift");
            assertThat(drift.at("/resource/name").asText()).isEqualTo("settings");
            assertThat(drift.at("/kinds/0").asText()).isEqualTo("config");
            assertThat(drift.at("/fields/0/path").asText()).isEqualTo("/data/colour");
            assertThat(drift.at("/by/who").asText()).isEqualTo("person");
            assertThat(drift.at("/by/manager").asText()).isEqualTo("kubectl-edit");
            assertThat(drift.at("/action").asText()).isEqualTo("heal");
            assertThat(drift.at("/count").asInt()).isEqualTo(1);
            assertThat(board(port)).contains("ConfigMap/shop/settings");
            assertThat(next(out, "healed").at("/resource/kind").asText()).isEqualTo("ConfigMap");
            assertThat(next(out, "resolved").at("/healed").asBoolean()).isTrue();

            write("gitops.yaml", CONFIGURATION + NOWHERE);
            commit();
            JsonNode line = Ended.read(out.readLine());
            while (!line.at("/event").asText().equals("unknown")) { // Git has moved on, which is told too
                line = Ended.read(out.readLine());
            }
            assertThat(line.at("/reasons/0").asText()).contains("nowhere", "--cluster");

            command.interrupt();
            assertThat(run.get(1, TimeUnit.SECONDS).status()).isZero();
        }
        assertThat(DriftHistory.between(history, Instant.EPOCH, Instant.now()))
                .singleElement()
                .satisfies(episode -> {
                    assertThat(episode.resource().name()).isEqualTo("settings");
                    assertThat(episode.manager()).isEqualTo("kubectl-edit");
                    assertThat(episode.ending()).isEqualTo(Episode.Ending.HEALED);
                });
    }

    @Test
    void tellsAWebhookOfDrift() throws Exception {
        String repository = repository();
        write("gitops.yaml", CONFIGURATION.replace("drift: heal", "drift: alert"));
        commit();
        BlockingQueue<String> posted = new LinkedBlockingQueue<>();
        HttpServer webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/", exchange -> {
            posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        webhook.start();
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC())) {
            Shell shell = new Shell(folder)
                    .with("KUBECONFIG", kubeconfig(cluster).toString())
                    .with(
                            "GITOPS_ALERT_URL",
                            "http://127.0.0.1:" + webhook.getAddress().getPort() + "/T0KEN");
            send(cluster, "POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"shop\"}}");
            FutureTask<Ended> run = new FutureTask<>(
                    () -> shell.run("monitor", "--repository", repository, "--interval", "2s", "--alert", "json"));
            Thread command = new Thread(run, "monitor-command");
            shell.run("sync", "--repository", repository, "--application", "shop", "--environment", "dev");
            send(
                    cluster,
                    "PATCH",
                    "/api/v1/namespaces/shop/configmaps/settings?fieldManager=kubectl-edit",
                    "{\"data\":{\"colour\":\"red\"}}");
            command.start();

            JsonNode alert = Ended.read(posted.poll(50, TimeUnit.SECONDS));

            assertThat(alert.at("/event").asText()).isEqualTo("drift");
            assertThat(alert.at("/text").asText()).isEqualTo("shop/dev on cluster here has drifted: 1 resource");
            assertThat(alert.at("/drifts/0/resource/name").asText()).isEqualTo("settings");
            assertThat(alert.at("/drifts/0/fields/0").asText()).isEqualTo("/data/colour");
            assertThat(alert.toString()).doesNotContain("red", "blue");
            Thread.sleep(1000); // what became of it is told after the answer
            command.interrupt();
            Ended ended = run.get(2, TimeUnit.SECONDS);
            assertThat(ended.status()).isZero();
            assertThat(ended.err())
                    .contains("Alerts: an alert could not be sent, since it refused the message with status 404");
            assertThat(ended.out() + ended.err()).doesNotContain("T0KEN");
        } finally {
            webhook.stop(0);
        }
    }

    @Test
    void needsTheUrlOfAWebhookInItsVariable() throws Exception {
        String repository = repository();
        for (String url : List.of("", "T0KEN", "file:///T0KEN")) {
            Ended ended = new Shell(folder)
                    .with("GITOPS_ALERT_URL", url)
                    .run("monitor", "--repository", repository, "--alert", "slack");
            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err()).contains("GITOPS_ALERT_URL").doesNotContain("T0KEN");
        }
        Ended unknown = new Shell(folder).run("monitor", "--repository", repository, "--alert", "pager");
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err()).contains("json, slack or teams");
    }

    @Test
    void endsWhereNobodyReadsItAnyMore() throws Exception {
        String repository = repository();
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC())) {
            Shell shell =
                    new Shell(folder).with("KUBECONFIG", kubeconfig(cluster).toString());
            PipedWriter writer = new PipedWriter();
            new PipedReader(writer).close();

            assertThat(shell.run(writer, "monitor", "--repository", repository).status())
                    .isZero();
        }
    }

    @Test
    void endsWhileWhoReadsItHasStopped() throws Exception {
        String repository = repository();
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC())) {
            Shell shell =
                    new Shell(folder).with("KUBECONFIG", kubeconfig(cluster).toString());
            CountDownLatch stuck = new CountDownLatch(1);
            Writer writer = new StuckWriter(stuck);
            FutureTask<Ended> run = new FutureTask<>(() -> shell.run(writer, "monitor", "--repository", repository));
            Thread command = new Thread(run, "monitor-command");
            command.start();
            stuck.await();

            command.interrupt();
            assertThat(run.get(2, TimeUnit.SECONDS).status()).isZero();
        }
    }

    /** Takes nothing, as a pipe that is full. */
    private static final class StuckWriter extends Writer {
        private final CountDownLatch stuck;

        StuckWriter(CountDownLatch stuck) {
            this.stuck = stuck;
        }

        @Override
        public void write(char[] text, int offset, int length) {
            stuck.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void needsTheClustersThatGitNames() throws Exception {
        String repository = repository();
        write("gitops.yaml", CONFIGURATION + NOWHERE);
        commit();
        try (SimulatedApiServer cluster = SimulatedApiServer.start(Clock.systemUTC())) {
            Ended ended = new Shell(folder)
                    .with("KUBECONFIG", kubeconfig(cluster).toString())
                    .run("monitor", "--repository", repository);

            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.err()).contains("nowhere", "--cluster");
            assertThat(ended.out()).isEmpty();
        }
    }

    @Test
    void saysWhereNothingCanBeKept() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Ended ended = new Shell(folder).run("monitor", "--repository", repository(), "--history", file.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("Nothing can be kept in " + file);
    }

    @Test
    void needsARepository() {
        Ended ended = new Shell(folder).run("monitor");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("--repository");
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String board(int port) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/board"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    /** The next event of this kind; none of another may come before it but what Git declares. */
    private static JsonNode next(BufferedReader out, String event) throws Exception {
        JsonNode line = Ended.read(out.readLine());
        if (line.at("/event").asText().equals("declared")) {
            line = Ended.read(out.readLine());
        }
        assertThat(line.at("/event").asText()).as(line.toString()).isEqualTo(event);
        return line;
    }

    private String repository() throws Exception {
        Program git = Program.git(Files.createDirectories(folder.resolve("config")));
        git.run("init", "-q", "-b", "main");
        write("gitops.yaml", CONFIGURATION);
        write("envs/dev/settings.yaml", SETTINGS);
        write("envs/prod/settings.yaml", SETTINGS);
        commit();
        return folder.resolve("config").toString();
    }

    private void commit() throws Exception {
        Program git = Program.git(folder.resolve("config"));
        git.run("add", ".");
        git.run("commit", "-q", "-m", "The shop");
    }

    private void write(String file, String content) throws Exception {
        Path path = folder.resolve("config").resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private Path kubeconfig(SimulatedApiServer cluster) throws Exception {
        return Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts: [{name: here, context: {cluster: c, user: u}}]
                """.formatted(cluster.url(), cluster.token()));
    }

    private static void send(SimulatedApiServer cluster, String method, String path, String body) throws Exception {
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
