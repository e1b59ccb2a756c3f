package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.demo.GitServer;
import io.jenkins.plugins.gitops.cli.simulation.SimulatedApiServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every guide is gone through on a Git server: its files are there, its commands are run, and print what it says. */
@Timeout(120)
class GuidesTest {
    private static final Pattern NAMESPACE = Pattern.compile("namespace: ([a-z-]+)");

    @TempDir
    private Path folder;

    private GitServer server;
    private SimulatedApiServer cluster;
    private Path work;
    private Shell shell;

    @BeforeEach
    void start() throws Exception {
        server = GitServer.start(folder);
        cluster = SimulatedApiServer.start(Clock.systemUTC());
        work = Files.createDirectories(folder.resolve("work"));
        Path kubeconfig =
                Files.writeString(folder.resolve("kubeconfig"), """
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: "%s"}}]
                contexts:
                - {name: test, context: {cluster: c, user: u}}
                - {name: prod, context: {cluster: c, user: u}}
                """.formatted(cluster.url(), cluster.token()));
        shell = new Shell(folder)
                .with("KUBECONFIG", kubeconfig.toString())
                .with("GITOPS_USERNAME", server.user())
                .with("GITOPS_PASSWORD", server.password());
    }

    @AfterEach
    void stop() {
        server.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitflow", "github-flow", "environment-branches", "tag-releases", "gates"})
    void printsWhatItSays(String name) throws Exception {
        String url = server.url("config.git");
        ConsoleGuide guide =
                new ConsoleGuide(name, work, shell, url, Map.of(url, "https://git.example.com/config.git"));
        guide.writeFiles();
        Matcher namespaces = NAMESPACE.matcher(Files.readString(work.resolve("gitops.yaml")));
        while (namespaces.find()) {
            createNamespace(namespaces.group(1));
        }
        guide.sh("git init -q -b main . && git add . && git commit -qm Start && git clone -q --bare . ../config.git"
                + " && git remote add origin ../config.git && git fetch -q");

        guide.printsWhatItSays();
    }

    private void createNamespace(String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cluster.url() + "/api/v1/namespaces"))
                .header("Authorization", "Bearer " + cluster.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"metadata\":{\"name\":\"" + name + "\"}}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
