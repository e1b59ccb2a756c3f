package io.jenkins.plugins.gitops.engine.testbed;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Servers beside a control plane that know nothing of their starter, and so are tied to it by another program. What they
 * write is in a folder of their own; they end together, or with this JVM.
 */
final class TiedServers implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(TiedServers.class.getName());
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private final TestbedBinaries binaries;
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Server> running = new ArrayList<>();

    TiedServers(TestbedBinaries binaries, ControlPlane plane, Map<String, String> environment) throws IOException {
        this.binaries = binaries;
        this.folder = WorkFolder.create();
        Path kubeconfig = Files.writeString(folder.resolve(ServerArguments.KUBECONFIG), plane.kubeconfig("testbed"));
        this.environment.putAll(Map.of(
                "PATH",
                String.join(
                        File.pathSeparator, folder.toString(), binaries.folder().toString(), System.getenv("PATH")),
                "HOME",
                folder.toString(),
                "TMPDIR",
                folder.toString(),
                "KUBECONFIG",
                kubeconfig.toString()));
        this.environment.putAll(environment);
    }

    /** What they write, and where their programs are found first. */
    Path folder() {
        return folder;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Starts a program with these arguments. */
    Server launch(List<String> part) throws IOException {
        Server server = new Server(binaries.tied(), part, folder).with(environment);
        server.start();
        running.add(server);
        return server;
    }

    /** Waits until one of them answers well at a path of a port of this machine. */
    void awaitAnswer(Server server, int port, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        Servers.await(
                server,
                "answer at " + path,
                () -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
    }

    /** Ends them and deletes what they wrote; a second time does nothing. */
    @Override
    public void close() {
        try {
            running.forEach(Server::kill);
            for (Server server : running) {
                server.stop(STOP_GRACE);
            }
            running.clear();
            WorkFolder.delete(folder);
        } catch (IOException e) {
            LOGGER.warning(() -> "Could not delete " + folder + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
