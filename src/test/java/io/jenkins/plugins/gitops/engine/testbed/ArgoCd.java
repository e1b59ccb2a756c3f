package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Argo CD, really: its application controller, repository server and API server with Redis, out of the cluster of a
 * {@link ControlPlane} and all on 127.0.0.1. Its settings are as they are out of the box, but that nobody has to log in.
 * It ends with {@link #close} or with this JVM.
 */
public final class ArgoCd implements AutoCloseable {
    /** Where its Applications are. */
    public static final String NAMESPACE = "argocd";

    private static final String API = "/apis/argoproj.io/v1alpha1/";

    /** The cluster it takes for its own is the one that the kubeconfig names. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "ARGOCD_FAKE_IN_CLUSTER", "true", "ARGOCD_GPG_ENABLED", "false", "ARGOCD_ASK_PASS_SOCK", "ask-pass.sock");

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
    private final TiedServers servers;
    private final int apiPort;

    private ArgoCd(TestbedBinaries binaries, ControlPlane plane) throws IOException {
        this.binaries = binaries;
        this.plane = plane;
        this.servers = new TiedServers(binaries, plane, ENVIRONMENT);
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
        builder.environment().putAll(servers.environment());
        return builder;
    }

    private void install() throws IOException, InterruptedException {
        plane.createNamespace(NAMESPACE);
        plane.define(binaries.argocdDefinitions(), API + "applications", API + "applicationsets", API + "appprojects");
        plane.kubectl().apply(SETTINGS, "-n", NAMESPACE);
    }

    private void launch() throws IOException, InterruptedException {
        int redisPort = Servers.freePort();
        int repositoryPort = Servers.freePort();
        String cache = "--redis=127.0.0.1:" + redisPort;
        String repositories = "--repo-server=127.0.0.1:" + repositoryPort;
        String namespace = "--namespace=" + NAMESPACE;
        Server redis = servers.launch(List.of(
                "redis-server", "--bind", "127.0.0.1", "--port", "" + redisPort, "--save", "", "--appendonly", "no"));
        Servers.await(redis, "listen", () -> listens(redisPort));
        launch(
                "argocd-repo-server",
                cache,
                "--address=127.0.0.1",
                "--port=" + repositoryPort,
                "--metrics-address=127.0.0.1",
                "--disable-tls",
                "--client-ca-path=");
        launch("argocd-application-controller", cache, repositories, namespace, "--repo-server-plaintext");
        Server api = launch(
                "argocd-server",
                cache,
                repositories,
                namespace,
                "--repo-server-plaintext",
                "--address=127.0.0.1",
                "--port=" + apiPort,
                "--metrics-address=127.0.0.1",
                "--insecure",
                "--disable-auth");
        servers.awaitAnswer(api, apiPort, "/healthz");
    }

    /** Launches one of Argo CD's, which takes its part from its name, and waits until it says how it is. */
    private Server launch(String name, String... arguments) throws IOException, InterruptedException {
        Files.createSymbolicLink(servers.folder().resolve(name), binaries.argocd());
        int port = Servers.freePort();
        List<String> part = new ArrayList<>(List.of(arguments));
        part.add(0, name);
        part.add("--metrics-port=" + port);
        Server server = servers.launch(part);
        servers.awaitAnswer(server, port, "/metrics");
        return server;
    }

    private static boolean listens(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        }
    }

    /** Ends its servers and deletes what they wrote on this machine; a second time does nothing. */
    @Override
    public void close() {
        servers.close();
    }
}
