package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A Kubernetes control plane of its own: etcd on Unix sockets and an API server on 127.0.0.1, and, where workloads are
 * wanted, the controllers, the scheduler and a node of kwok's on which pods become ready without running. A pod
 * template's label {@code gitops.test/pod} makes its pods fail: {@code image-pull}, {@code crash-loop} or
 * {@code unready}. What it writes is in a temporary folder; all of it ends with this JVM at the latest.
 */
public final class ControlPlane implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(ControlPlane.class.getName());
    private static final Pattern TOKEN = Pattern.compile("\"token\":\\s*\"([^\"]+)\"");

    /** How much of Kubernetes runs. */
    public enum Extent {
        /** etcd and the API server: objects are stored, and nothing happens to them. */
        API,
        /** The controllers, the scheduler and a fake node as well: Deployments roll out. */
        WORKLOADS
    }

    private final TestbedBinaries binaries;
    private final Extent extent;
    private final Path folder;
    private final Credentials credentials = Credentials.create();
    private final Servers servers;
    private final AtomicInteger namespaces = new AtomicInteger();
    private final Thread atShutdown = new Thread(this::end, "testbed-end");

    private ControlPlane(TestbedBinaries binaries, Extent extent) throws IOException {
        this.binaries = binaries;
        this.extent = extent;
        this.folder = WorkFolder.create();
        this.servers = new Servers(binaries, folder, credentials);
    }

    /**
     * Starts a control plane and waits until it serves.
     *
     * @throws IOException where its files cannot be written
     * @throws IllegalStateException where a server ends, or is not ready within two minutes; with the end of its log
     */
    public static ControlPlane start(TestbedBinaries binaries, Extent extent) throws IOException, InterruptedException {
        ControlPlane plane = new ControlPlane(binaries, extent);
        Runtime.getRuntime().addShutdownHook(plane.atShutdown);
        boolean serves = false;
        try {
            plane.servers.start(extent);
            serves = true;
            return plane;
        } finally {
            if (!serves) {
                plane.close();
            }
        }
    }

    /** Where the API server listens. */
    public URI server() {
        return servers.address();
    }

    /** The user who may do everything. */
    public User admin() {
        return credentials.admin();
    }

    /** The authority that signed the API server's certificate; may sign those of webhooks too. */
    public CertificateAuthority authority() {
        return credentials.authority();
    }

    /** A kubeconfig in which each of these contexts is this cluster and its administrator; the first is the current. */
    public String kubeconfig(String... contexts) {
        Map<String, User> users = new LinkedHashMap<>();
        for (String context : contexts) {
            users.put(context, admin());
        }
        return kubeconfig(users);
    }

    /** A kubeconfig with a context for each of these users; the first is the current. */
    public String kubeconfig(Map<String, User> contexts) {
        return new Kubeconfig(server(), authority().pem()).text(contexts);
    }

    /** A kubeconfig as of {@link #kubeconfig(String...)}, in a file that goes with the control plane. */
    public Path kubeconfigFile(String... contexts) throws IOException {
        return write(kubeconfig(contexts));
    }

    /** {@code kubectl} as the administrator. */
    public Kubectl kubectl() throws IOException {
        return kubectl(admin());
    }

    /** {@code kubectl} as this user. */
    public Kubectl kubectl(User user) throws IOException {
        return new Kubectl(binaries.kubectl(), write(kubeconfig(Map.of("testbed", user))), folder);
    }

    /** What the API server answers now to a bare GET as the administrator, be it that there is nothing. */
    public String answer(String path) throws IOException, InterruptedException {
        return requests().answer(path);
    }

    /** Creates a namespace that nobody has used, and whose pods may start at once. */
    public String namespace(String prefix) throws IOException, InterruptedException {
        String name = prefix + "-" + namespaces.incrementAndGet();
        createNamespace(name);
        return name;
    }

    /** Creates the namespace of this name, whose pods may start at once. */
    public void createNamespace(String name) throws IOException, InterruptedException {
        requests().post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        if (extent == Extent.WORKLOADS) {
            servers.awaitDefaultAccount(name);
        }
    }

    /** Creates the kinds that a file defines, and waits until the API server serves these lists of their objects. */
    void define(Path definitions, String... lists) throws IOException, InterruptedException {
        kubectl().output("apply", "--server-side", "-f", definitions.toString());
        for (String list : lists) {
            servers.awaitServed(list);
        }
    }

    /** Creates a service account that may do only this, and only in this namespace. */
    public User user(String namespace, String name, PolicyRule... rules) throws IOException, InterruptedException {
        ApiRequests requests = requests();
        String accounts = "/api/v1/namespaces/" + namespace + "/serviceaccounts";
        String rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/" + namespace;
        String metadata = "\"metadata\":{\"name\":\"%s\"}".formatted(name);
        String allowed = Arrays.stream(rules).map(PolicyRule::json).collect(Collectors.joining(",", "[", "]"));
        requests.post(accounts, "{%s}".formatted(metadata));
        requests.post(rbac + "/roles", "{%s,\"rules\":%s}".formatted(metadata, allowed));
        requests.post(
                rbac + "/rolebindings",
                ("{%s,\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\"Role\",\"name\":\"%s\"},"
                                + "\"subjects\":[{\"kind\":\"ServiceAccount\",\"namespace\":\"%s\",\"name\":\"%s\"}]}")
                        .formatted(metadata, name, namespace, name));
        Matcher token = TOKEN.matcher(requests.post(accounts + "/" + name + "/token", "{}"));
        if (!token.find()) {
            throw new IOException("The testbed's API server gave " + namespace + "/" + name + " no token");
        }
        return new User(namespace + "-" + name, token.group(1));
    }

    /** Ends the API server as a redeployment of it would, and starts it as {@link #startApiServer}. */
    public void restartApiServer() throws IOException, InterruptedException {
        stopApiServer();
        startApiServer();
    }

    /** Ends the API server: nobody answers at its address until it is started again. */
    public void stopApiServer() throws InterruptedException {
        servers.stopApiServer();
    }

    /**
     * Starts a stopped API server on the same data and address, and waits until it serves. The controllers begin anew, so
     * that they are at work at once.
     */
    public void startApiServer() throws IOException, InterruptedException {
        servers.startApiServer();
    }

    /** Ends every server and deletes what they wrote; a second time does nothing. */
    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atShutdown);
        } catch (IllegalStateException e) {
            LOGGER.fine("The JVM is ending");
        }
    }

    ApiRequests requests() {
        return servers.requests();
    }

    List<Long> processes() {
        return servers.processes();
    }

    Path folder() {
        return folder;
    }

    private void end() {
        try {
            servers.close();
            WorkFolder.delete(folder);
        } catch (IOException e) {
            LOGGER.warning(() -> "Could not delete " + folder + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path write(String kubeconfig) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "kubeconfig-", ".yaml"), kubeconfig);
    }
}
