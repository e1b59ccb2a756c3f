package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The processes of one control plane, from the first to the last. */
final class Servers {
    private static final Duration START_DEADLINE = Duration.ofMinutes(2);
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 25;
    private static final int PORT_ATTEMPTS = 3;
    private static final String FAKE_NODE =
            "{\"metadata\":{\"name\":\"node\",\"annotations\":{\"kwok.x-k8s.io/node\":\"fake\"},"
                    + "\"labels\":{\"kubernetes.io/hostname\":\"node\",\"kubernetes.io/os\":\"linux\",\"kubernetes.io/arch\":\"amd64\"}}}";

    private final TestbedBinaries binaries;
    private final Path folder;
    private final Credentials credentials;
    private final ServerArguments arguments;
    private final List<Server> running = new ArrayList<>();
    private final List<Server> workloads = new ArrayList<>();
    private Server apiServer;
    private URI address;
    private ApiRequests requests;
    private boolean closed;

    Servers(TestbedBinaries binaries, Path folder, Credentials credentials) {
        this.binaries = binaries;
        this.folder = folder;
        this.credentials = credentials;
        this.arguments = new ServerArguments(folder);
    }

    /** Something that will be so soon; what it throws as an IOException counts as not yet. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    URI address() {
        return address;
    }

    ApiRequests requests() {
        return requests;
    }

    List<Long> processes() {
        return running.stream().map(Server::pid).toList();
    }

    void start(ControlPlane.Extent extent) throws IOException, InterruptedException {
        credentials.write(folder);
        Server etcd = launch(arguments.etcd());
        Path socket = folder.resolve(ServerArguments.ETCD_SOCKET);
        await(etcd, "accept connections", () -> accepts(socket));
        boolean rollingOut = extent == ControlPlane.Extent.WORKLOADS;
        launchApiServer(rollingOut);
        if (rollingOut) {
            launchWorkloadServers();
        }
    }

    void startApiServer() throws IOException, InterruptedException {
        apiServer.start();
        awaitReady();
        // each pauses for up to a minute before it asks an API server again that was gone
        for (Server server : workloads) {
            server.stop(STOP_GRACE);
            server.start();
        }
    }

    void stopApiServer() throws InterruptedException {
        apiServer.stop(STOP_GRACE);
    }

    /** Ends all, the data being of no use afterwards. */
    synchronized void close() throws InterruptedException {
        closed = true;
        running.forEach(Server::kill);
        for (Server server : running) {
            server.stop(STOP_GRACE);
        }
        running.clear();
    }

    /** Waits for what one of the servers brings about. */
    static void await(Server server, String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + START_DEADLINE.toNanos();
        while (!holds(condition)) {
            server.requireAlive();
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("%s did not %s within %d s:%n%s"
                        .formatted(server.name(), what, START_DEADLINE.toSeconds(), server.endOfLog()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits for the account without which no pod of a namespace starts. */
    void awaitDefaultAccount(String namespace) throws InterruptedException {
        String account = "/api/v1/namespaces/" + namespace + "/serviceaccounts/default";
        await(apiServer, "get the default account of namespace " + namespace, () -> requests.status(account) == 200);
    }

    private void launchApiServer(boolean workloads) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            address = URI.create("https://127.0.0.1:" + port);
            requests = new ApiRequests(address, credentials.authority().certificate(), credentials.admin());
            apiServer = launch(arguments.apiServer(port, workloads));
            try {
                awaitReady();
                return;
            } catch (IllegalStateException e) {
                // Between asking for a free port and listening there, another process may have taken it.
                if (attempt == PORT_ATTEMPTS || !apiServer.foundPortTaken()) {
                    throw e;
                }
                running.remove(apiServer);
            }
        }
    }

    /** Waits until a list of objects is served, and so its kind is known. */
    void awaitServed(String list) throws InterruptedException {
        await(apiServer, "serve " + list, () -> requests.status(list) == 200);
    }

    private void awaitReady() throws InterruptedException {
        await(apiServer, "get ready", () -> requests.status("/readyz") == 200);
    }

    private void launchWorkloadServers() throws IOException, InterruptedException {
        Files.writeString(
                folder.resolve(ServerArguments.KUBECONFIG),
                new Kubeconfig(address, credentials.authority().pem()).text(Map.of("testbed", credentials.admin())));
        Server controllers = launch(arguments.controllers());
        Server kwok = launch(arguments.kwok(binaries.stages()));
        workloads.addAll(List.of(controllers, launch(arguments.scheduler()), kwok));
        requests.post("/api/v1/nodes", FAKE_NODE);
        await(
                kwok,
                "make the node ready",
                () -> requests.get("/api/v1/nodes/node").contains("KubeletReady"));
        await(
                controllers,
                "open the node for pods",
                () -> !requests.get("/api/v1/nodes/node").contains("node.kubernetes.io/not-ready"));
        awaitDefaultAccount("default");
    }

    private synchronized Server launch(List<String> command) throws IOException {
        if (closed) {
            throw new IOException("The control plane is closed");
        }
        Server server = new Server(binaries.controlPlane(), command, folder);
        server.start();
        running.add(server);
        return server;
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean accepts(Path socket) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
