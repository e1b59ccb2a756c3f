package io.jenkins.plugins.gitops.engine.git;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Real smart HTTP: {@code git http-backend} behind the JDK's server, on this machine only. Counts what is asked, and
 * fails in the ways that networks do when told to.
 */
public final class GitHttpServer implements AutoCloseable {
    static {
        // without it every second answer on a connection waits 40 ms for the client's delayed acknowledgement
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /** What goes wrong with the next request that fits. */
    public enum Fault {
        /** The connection breaks before anything is done. */
        LOST_REQUEST,
        /** The backend is killed when it has half of the request. */
        KILLED,
        /** Everything is done, and the answer never arrives. */
        LOST_ANSWER,
        /** The server is overloaded. */
        UNAVAILABLE
    }

    private record Planned(Predicate<String> request, Fault fault, Runnable before) {}

    private final Path root;
    private final GitRepositories repositories;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "git-http-server");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicReference<Planned> planned = new AtomicReference<>();
    private final List<Process> running = new CopyOnWriteArrayList<>();
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean givesSingleBlobs = true;

    @CheckForNull
    private volatile String authorization;

    private GitHttpServer(Path root, int port) throws IOException {
        this.root = root;
        this.repositories = new GitRepositories(root);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    /** Starts one in a new folder, on a free port. */
    public static GitHttpServer start() throws IOException {
        return new GitHttpServer(Files.createTempDirectory("git-http-server"), 0);
    }

    /** Starts one again, in the folder and on the port of one that was stopped. */
    public static GitHttpServer restart(GitHttpServer stopped) throws IOException {
        return new GitHttpServer(stopped.root, stopped.port());
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public GitRepositories repositories() {
        return repositories;
    }

    public void createRepository(String name, Map<String, String> files) throws IOException {
        repositories.create(name, files);
    }

    /** A commit by somebody else, past the server. */
    public String commitDirectly(String name, String branch, Map<String, String> files) throws IOException {
        return repositories.commit(name, branch, files, "Past the server");
    }

    public String url(String name) {
        return "http://127.0.0.1:" + port() + "/" + name + ".git";
    }

    public GitUrl gitUrl(String name) {
        return GitUrl.of(url(name), GitUrl.Allowed.HTTP);
    }

    public RepositoryAccess access(String name) {
        return new RepositoryAccess(gitUrl(name));
    }

    /** From now on asks for this user. */
    public GitHttpServer requireBasicAuth(String user, String password) {
        authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** From now on sends only what a ref reaches, as servers of the old protocol do. */
    public void giveNoSingleBlobs() {
        givesSingleBlobs = false;
    }

    public void latency(Duration delay) {
        latency = delay;
    }

    /** The next push goes wrong. */
    public void failNextPush(Fault fault) {
        failNext(request -> request.startsWith("POST") && request.endsWith("git-receive-pack"), fault);
    }

    public void failNext(Predicate<String> request, Fault fault) {
        planned.set(new Planned(request, fault, () -> {}));
    }

    /** Does something right before the next push is handed to Git. */
    public void beforeNextPush(Runnable action) {
        planned.set(new Planned(
                request -> request.startsWith("POST") && request.endsWith("git-receive-pack"), null, action));
    }

    /** Method and path of every request so far. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were opened so far. */
    public int connections() {
        return connections.size();
    }

    /** Bytes of heads and bodies, both ways, so far. */
    public long bytes() {
        return bytes.get();
    }

    public void forget() {
        requests.clear();
        connections.clear();
        bytes.set(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String request = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath() + (query == null ? "" : "?" + query);
        requests.add(request);
        connections.add(exchange.getRemoteAddress());
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bytes.addAndGet(request.length() + 12L + head(exchange.getRequestHeaders()) + body.length);
            if (!latency.isZero()) {
                Thread.sleep(latency.toMillis());
            }
            String expected = authorization;
            if (expected != null
                    && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Planned plan = planned.get();
            Fault fault = null;
            if (plan != null && plan.request().test(request) && planned.compareAndSet(plan, null)) {
                fault = plan.fault();
                plan.before().run();
            }
            serve(exchange, body, fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(HttpExchange exchange, byte[] body, @CheckForNull Fault fault)
            throws IOException, InterruptedException {
        if (fault == Fault.LOST_REQUEST) {
            throw new IOException("told to lose the request");
        }
        if (fault == Fault.UNAVAILABLE) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        if (!givesSingleBlobs && wantsBlob(exchange, body)) {
            byte[] error = "001aERR not our ref at all".getBytes(StandardCharsets.US_ASCII);
            exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-result");
            exchange.sendResponseHeaders(200, error.length);
            exchange.getResponseBody().write(error);
            return;
        }
        byte[] answer = backend(exchange, body, fault == Fault.KILLED);
        if (fault == Fault.LOST_ANSWER || fault == Fault.KILLED) {
            throw new IOException("told to lose the answer");
        }
        answer(exchange, answer);
    }

    private boolean wantsBlob(HttpExchange exchange, byte[] body) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.endsWith("/git-upload-pack")) {
            return false;
        }
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] plain = zipped ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body;
        Matcher want = Pattern.compile("want ([0-9a-f]{40})").matcher(new String(plain, StandardCharsets.ISO_8859_1));
        String name = path.substring(1, path.indexOf(".git/"));
        return want.find()
                && repositories.git(name).run("cat-file", "-t", want.group(1)).equals("blob");
    }

    private byte[] backend(HttpExchange exchange, byte[] body, boolean killed)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
        Map<String, String> environment = builder.environment();
        GitCommand.isolate(environment);
        Headers headers = exchange.getRequestHeaders();
        environment.put("GIT_PROJECT_ROOT", root.toString());
        environment.put("GIT_HTTP_EXPORT_ALL", "1");
        environment.put("REQUEST_METHOD", exchange.getRequestMethod());
        environment.put("PATH_INFO", exchange.getRequestURI().getPath());
        putIfSet(environment, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        putIfSet(environment, "CONTENT_TYPE", headers.getFirst("Content-Type"));
        putIfSet(environment, "HTTP_CONTENT_ENCODING", headers.getFirst("Content-Encoding"));
        putIfSet(environment, "GIT_PROTOCOL", headers.getFirst("Git-Protocol"));
        environment.put("CONTENT_LENGTH", Integer.toString(body.length));
        Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        running.add(process);
        try (OutputStream input = process.getOutputStream()) {
            input.write(body, 0, killed ? body.length / 2 : body.length);
            if (killed) {
                input.flush();
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (IOException e) {
            // a backend that refuses early reads no further
        }
        byte[] output = process.getInputStream().readAllBytes();
        process.waitFor();
        running.remove(process);
        return output;
    }

    private static void putIfSet(Map<String, String> environment, String name, @CheckForNull String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }

    private void answer(HttpExchange exchange, byte[] cgi) throws IOException {
        int status = 200;
        int start = 0;
        while (true) {
            int end = start;
            while (end < cgi.length && cgi[end] != '\n') {
                end++;
            }
            String line = new String(cgi, start, Math.max(0, end - start), StandardCharsets.ISO_8859_1).strip();
            start = Math.min(cgi.length, end + 1);
            if (line.isEmpty()) {
                break;
            }
            String[] header = line.split(": ", 2);
            if (header[0].equals("Status")) {
                status = Integer.parseInt(header[1].substring(0, 3));
            } else {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
        }
        int length = cgi.length - start;
        exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
        bytes.addAndGet(17L + head(exchange.getResponseHeaders()) + length);
        if (length > 0) {
            exchange.getResponseBody().write(cgi, start, length);
        }
    }

    private static long head(Headers headers) {
        long bytes = 2;
        for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            for (String value : header.getValue()) {
                bytes += header.getKey().length() + value.length() + 4L;
            }
        }
        return bytes;
    }

    /** Stops, with whatever is under way. */
    @Override
    public void close() {
        server.stop(0);
        for (Process process : running) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        threads.shutdownNow();
    }
}
