package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.GitServer;
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
import java.util.HashMap;
import java.util.List;
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
    private static final Pattern FILE = Pattern.compile("(?ms)^```yaml (\\S+)\n(.*?)^```$");
    private static final Pattern CONSOLE = Pattern.compile("(?ms)^```console\n(.*?)^```$");
    private static final Pattern NAMESPACE = Pattern.compile("namespace: ([a-z-]+)");
    private static final String URL = "https://git.example.com/config.git";

    @TempDir
    private Path folder;

    private GitServer server;
    private SimulatedApiServer cluster;
    private Path work;
    private Shell shell;
    private final Map<String, String> variables = new HashMap<>();

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
        variables.putAll(Program.git(work).variables());
        variables.put("URL", server.url("config.git"));
    }

    @AfterEach
    void stop() {
        server.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gitflow", "github-flow", "environment-branches", "tag-releases", "gates"})
    void printsWhatItSays(String guide) throws Exception {
        String text = Files.readString(guides().resolve(guide + ".md"));
        publish(text);
        Matcher consoles = CONSOLE.matcher(text);
        int commands = 0;
        while (consoles.find()) {
            for (Step step : Step.of(consoles.group(1))) {
                assertThat(normal(run(step.command())))
                        .as("$ " + step.command())
                        .isEqualTo(normal(step.output()));
                commands++;
            }
        }
        assertThat(commands).isGreaterThan(5);
        assertThat(text).contains("```groovy\npipeline {");
    }

    /** A command of a guide, and what it is said to print. */
    private record Step(String command, String output) {
        static List<Step> of(String console) {
            List<Step> steps = new ArrayList<>();
            for (String part : console.split("(?m)^\\$ ")) {
                if (!part.isEmpty()) {
                    int end = part.indexOf('\n');
                    steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
                }
            }
            return steps;
        }
    }

    private void publish(String guide) throws Exception {
        Matcher files = FILE.matcher(guide);
        while (files.find()) {
            Path file = work.resolve(files.group(1));
            Files.createDirectories(file.getParent());
            Files.writeString(file, files.group(2));
        }
        Matcher namespaces = NAMESPACE.matcher(Files.readString(work.resolve("gitops.yaml")));
        while (namespaces.find()) {
            createNamespace(namespaces.group(1));
        }
        sh("git init -q -b main . && git add . && git commit -qm Start && git clone -q --bare . ../config.git"
                + " && git remote add origin ../config.git && git fetch -q");
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

    private String run(String command) throws Exception {
        Matcher assignment = Pattern.compile("([A-Z]+)=(\\$\\(.*\\))").matcher(command);
        if (assignment.matches()) {
            variables.put(
                    assignment.group(1),
                    sh("echo \"" + assignment.group(2) + "\"").strip());
            return "";
        }
        if (!command.startsWith("gitops ")) {
            return sh(command);
        }
        String[] arguments = sh("set -- " + command.substring("gitops ".length()) + "; printf '%s\\n' \"$@\"")
                .split("\n");
        Ended ended = shell.run(arguments);
        return ended.out() + ended.err();
    }

    private String sh(String command) throws Exception {
        return new Program(List.of("sh"), work, variables).run("-c", command);
    }

    /** What is another on every run looks the same. */
    private String normal(String output) {
        return output.replace(variables.get("URL"), URL)
                .replaceAll("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "UUID")
                .replaceAll("\\b[0-9a-f]{40}\\b", "COMMIT")
                .replaceAll("\\b[0-9a-f]{10}\\b", "SHORT")
                .replaceAll("\\b\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("after \\d+\\.\\d s", "after N s")
                .stripTrailing();
    }

    private static Path guides() {
        Path above = Path.of("").toAbsolutePath();
        while (!Files.exists(above.resolve("docs/guides"))) {
            above = above.getParent();
        }
        return above.resolve("docs/guides");
    }
}
