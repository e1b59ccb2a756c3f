package io.jenkins.plugins.gitops.engine.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers as told, for faults no healthy API server shows. The last answer of a path repeats. */
final class ScriptedServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, ConcurrentLinkedQueue<Answer>> answers = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** How to answer one request. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        on("GET /api", json(200, "{\"kind\":\"APIVersions\",\"versions\":[\"v1\"]}"));
        on(
                "GET /api/v1",
                json(
                        200,
                        "{\"kind\":\"APIResourceList\",\"resources\":[{\"name\":\"configmaps\",\"kind\":\"ConfigMap\","
                                + "\"namespaced\":true,\"verbs\":[\"list\",\"watch\"]},{\"name\":\"configmaps/x\",\"kind\":\"X\"}]}"));
        on("GET /apis", json(200, "{\"kind\":\"APIGroupList\",\"groups\":[]}"));
    }

    KubernetesCluster connect() throws ClusterException {
        ClusterAccess access = new ClusterAccess(
                "scripted",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"),
                Optional.empty(),
                ClusterCredential.token("secret-token"));
        return new KubernetesCluster(
                access.withTimeouts(new ClusterAccess.Timeouts(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5))),
                Clock.systemUTC());
    }

    /** Adds an answer for METHOD and path; a watch has the method WATCH. */
    ScriptedServer on(String request, Answer... script) {
        answers.computeIfAbsent(request, key -> new ConcurrentLinkedQueue<>()).addAll(List.of(script));
        return this;
    }

    ScriptedServer instead(String request, Answer... script) {
        answers.remove(request);
        return on(request, script);
    }

    long count(String request) {
        return requests.stream().filter(request::equals).count();
    }

    static Answer json(int code, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Begins an answer, and goes on once the server closes. */
    Answer stalling(String begin) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            out.write(begin.getBytes(StandardCharsets.UTF_8));
            out.flush();
            closed.await();
        };
    }

    /** Ends the connection without an answer. */
    static Answer nothing() {
        return exchange -> {
            throw new IOException("no answer");
        };
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query =
                    Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
            String method = query.contains("watch=1") ? "WATCH" : exchange.getRequestMethod();
            String request = method + " " + exchange.getRequestURI().getPath();
            exchange.getRequestBody().readAllBytes();
            requests.add(request);
            requests.add(request + "?" + query);
            var script = answers.getOrDefault(request, new ConcurrentLinkedQueue<>());
            Answer answer = script.size() > 1 ? script.poll() : script.peek();
            (answer == null ? json(404, "{\"kind\":\"Status\",\"message\":\"not scripted\"}") : answer).to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
