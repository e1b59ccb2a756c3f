package io.jenkins.plugins.gitops.engine.testbed;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;

/**
 * Argo CD, really: its application controller, repository server and API server with Redis, out of the cluster of a
 * {@link ControlPlane} and all on 127.0.0.1. Its settings are as they are out of the box, but that nobody has to log in.
 * It ends with {@link #close} or with this JVM.
 */
public final class ArgoCd implements AutoCloseable {
    /** Where its Applications are. */
    public static final String NAMESPACE = "argocd";

    private static final Logger LOGGER = Logger.getLogger(ArgoCd.class.getName());
    private static final String API = "/apis/argoproj.io/v1alpha1/";
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private static final String SETTINGS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: argocd-cm, labels: {app.kubernetes.io/part-of: argocd}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: argocd-rbac-cm, labels: {app.kubernetes.io/part-of: argocd}}
            ---
            apiVersion: v1
            kind: Secret
            metadata: {name: argocd-secret, labels: {app.kubernetes.io/part-of: argocd}}
            ---
            apiVersion: argoproj.io/v1alpha1
            kind: AppProject
            metadata: {name: default}
            spec:
              sourceRepos: ["*"]
              destinations: [{namespace: "*", server: "*"}]
              clusterResourceWhitelist: [{group: "*", kind: "*"}]
            """;

    private final TestbedBinaries binaries;
    private final ControlPlane plane;
    private final Path folder;
    private final List<Server> running = new ArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final int apiPort;

    private ArgoCd(TestbedBinaries binaries, ControlPlane plane) throws IOException {
        this.binaries = binaries;
        this.plane = plane;
        this.folder = WorkFolder.create();
        this.apiPort = Servers.freePort();
    }

    /**
     * Installs it in a control plane that has none, starts it, and waits until all of it serves.
     *
     * @throws IllegalStateException where a server ends or does not serve in time; with the end of its log
     */
    public static ArgoCd start(TestbedBinaries binaries, ControlPlane plane) throws IOException, InterruptedException {
        ArgoCd started = new ArgoCd(binaries, plane);
        boolean serves = false;
        try {
            started.install();
            started.launch();
            serves = true;
            return started;
        } finally {
            if (!serves) {
                started.close();
            }
        }
    }

    /** The {@code argocd} command, to be run against this server. */
    public ProcessBuilder command(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(binaries.argocd().toString());
        builder.command().addAll(List.of(arguments));
        builder.command().addAll(List.of("--server", "127.0.0.1:" + apiPort, "--plaintext"));
        builder.environment().putAll(environment());
        return builder;
    }

    private void install() throws IOException, InterruptedException {
        plane.createNamespace(NAMESPACE);
        plane.define(binaries.argocdDefinitions(), API + "applications", API + "applicationsets", API + "appprojects");
        plane.kubectl().apply(SETTINGS, "-n", NAMESPACE);
        Files.writeString(kubeconfig(), plane.kubeconfig("testbed"));
    }

    private void launch() throws IOException, InterruptedException {
        int redisPort = Servers.freePort();
        int repositoryPort = Servers.freePort();
        String cache = "--redis=127.0.0.1:" + redisPort;
        String repositories = "--repo-server=127.0.0.1:" + repositoryPort;
        String kubeconfig = "--kubeconfig=" + kubeconfig();
        Server redis = launch(List.of(
                "redis-server", "--bind", "127.0.0.1", "--port", "" + redisPort, "--save", "", "--appendonly", "no"));
        Servers.await(redis, "listen", () -> listens(redisPort));
        launchMeasured(List.of(
                "argocd-repo-server",
                cache,
                "--address=127.0.0.1",
                "--port=" + repositoryPort,
                "--metrics-address=127.0.0.1",
                "--disable-tls",
                "--client-ca-path="));
        launchMeasured(List.of(
                "argocd-application-controller",
                cache,
                repositories,
                kubeconfig,
                "--namespace=" + NAMESPACE,
                "--repo-server-plaintext"));
        Server api = launchMeasured(List.of(
                "argocd-server",
                cache,
                repositories,
                kubeconfig,
                "--namespace=" + NAMESPACE,
                "--repo-server-plaintext",
                "--address=127.0.0.1",
                "--port=" + apiPort,
                "--metrics-address=127.0.0.1",
                "--insecure",
                "--disable-auth"));
        Servers.await(api, "serve", () -> answers(apiPort, "/healthz"));
    }

    /** Launches one of Argo CD's, which takes its part from its name, that says how it is on a port of its own, and waits until it does. */
    private Server launchMeasured(List<String> part) throws IOException, InterruptedException {
        Files.createSymbolicLink(folder.resolve(part.get(0)), binaries.argocd());
        int port = Servers.freePort();
        List<String> command = new ArrayList<>(part);
        command.add("--metrics-port=" + port);
        Server server = launch(command);
        Servers.await(server, "serve", () -> answers(port, "/metrics"));
        return server;
    }

    private Server launch(List<String> part) throws IOException {
        Server server = new Server(binaries.tied(), part, folder).with(environment());
        server.start();
        running.add(server);
        return server;
    }

    private Map<String, String> environment() {
        return Map.of(
                "PATH",
                        String.join(
                                File.pathSeparator,
                                folder.toString(),
                                binaries.folder().toString(),
                                System.getenv("PATH")),
                "HOME", folder.toString(),
                "TMPDIR", folder.toString(),
                "KUBECONFIG", kubeconfig().toString(),
                // the cluster it is in is the one that the kubeconfig names
                "ARGOCD_FAKE_IN_CLUSTER", "true",
                "ARGOCD_GPG_ENABLED", "false",
                "ARGOCD_ASK_PASS_SOCK", folder.resolve("ask-pass.sock").toString());
    }

    private Path kubeconfig() {
        return folder.resolve(ServerArguments.KUBECONFIG);
    }

    private boolean answers(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    /** Ends its servers and deletes what they wrote on this machine; a second time does nothing. */
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
