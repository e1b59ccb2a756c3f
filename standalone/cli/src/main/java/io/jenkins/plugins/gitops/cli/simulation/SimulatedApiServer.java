package io.jenkins.plugins.gitops.cli.simulation;

import static io.jenkins.plugins.gitops.cli.simulation.Fields.cast;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The simulated API server, on loopback only, for whoever has its token. */
public final class SimulatedApiServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "simulated API server");
        thread.setDaemon(true);
        return thread;
    });
    private final Clock clock;
    private final ObjectStore store;
    private final SimulatedRollouts rollouts;
    private final String token;

    private SimulatedApiServer(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.store = new ObjectStore(clock);
        this.rollouts = new SimulatedRollouts(store, clock);
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        this.token = HexFormat.of().formatHex(random);
    }

    /** Starts a server on a free port of 127.0.0.1. */
    public static SimulatedApiServer start(Clock clock) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        SimulatedApiServer simulated = new SimulatedApiServer(http, clock);
        http.setExecutor(simulated.threads);
        http.createContext("/", simulated::handle);
        http.start();
        return simulated;
    }

    /** Where it listens. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What lets a client in. */
    public String token() {
        return token;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                requireToken(exchange);
                Request request = Request.of(exchange);
                if (request.watch()) {
                    watch(exchange, request);
                } else {
                    answer(exchange, 200, respond(exchange, request));
                }
            } catch (Refusal refusal) {
                answer(exchange, refusal.code(), refusal.status());
            }
        }
    }

    private void requireToken(HttpExchange exchange) {
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(401, "Unauthorized", "Unauthorized");
        }
    }

    private Map<String, Object> respond(HttpExchange exchange, Request request) throws IOException {
        if (request.kind() == null) {
            return Discovery.answer(exchange.getRequestURI().getPath());
        }
        SimulatedKind kind = request.served();
        return switch (exchange.getRequestMethod()) {
            case "GET" ->
                request.name().isEmpty() ? list(request) : store.get(kind, request.namespace(), request.name());
            case "POST" -> create(request, body(exchange));
            case "PUT" -> replace(request, body(exchange));
            case "PATCH" -> patch(exchange, request, body(exchange));
            case "DELETE" -> store.delete(kind, request.namespace(), request.name());
            default -> throw new Refusal(405, "MethodNotAllowed", exchange.getRequestMethod() + " is not simulated");
        };
    }

    private Map<String, Object> list(Request request) {
        synchronized (store) {
            List<Map<String, Object>> items = store.list(request.served(), request.namespace()).stream()
                    .filter(request::selects)
                    .toList();
            return Map.of(
                    "kind",
                    request.served().kind() + "List",
                    "apiVersion",
                    request.served().apiVersion(),
                    "metadata",
                    Map.of("resourceVersion", String.valueOf(store.version())),
                    "items",
                    items);
        }
    }

    private Map<String, Object> create(Request request, Map<String, Object> object) {
        String name = String.valueOf(cast(object.get("metadata")).get("name"));
        synchronized (store) {
            if (store.has(request.served(), request.namespace(), name)) {
                throw new Refusal(409, "AlreadyExists", name + " already exists");
            }
            return store(request, name, Map.of("metadata", Map.of()), object, false);
        }
    }

    private Map<String, Object> replace(Request request, Map<String, Object> object) {
        synchronized (store) {
            Map<String, Object> before = store.get(request.served(), request.namespace(), request.name());
            requireVersion(before, cast(object.get("metadata")).get("resourceVersion"));
            for (String kept : List.of("uid", "creationTimestamp", "generation", "resourceVersion")) {
                cast(object.get("metadata"))
                        .put(kept, cast(before.get("metadata")).get(kept));
            }
            object.put("status", before.get("status"));
            return store(request, request.name(), before, object, false);
        }
    }

    private static void requireVersion(Map<String, Object> live, Object version) {
        if (version != null && !version.equals(cast(live.get("metadata")).get("resourceVersion"))) {
            throw new Refusal(
                    409, "Conflict", "the object has been modified; apply your changes to the latest version");
        }
    }

    private Map<String, Object> patch(HttpExchange exchange, Request request, Map<String, Object> patch) {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        synchronized (store) {
            boolean there = store.has(request.served(), request.namespace(), request.name());
            if (!type.startsWith("application/apply-patch")) {
                Map<String, Object> before = store.get(request.served(), request.namespace(), request.name());
                Map<String, Object> after = Copies.of(before);
                ServerSideApply.merge(after, patch);
                return store(request, request.name(), before, after, false);
            }
            Map<String, Object> live = there
                    ? Copies.of(store.get(request.served(), request.namespace(), request.name()))
                    : new LinkedHashMap<>(Map.of("metadata", new LinkedHashMap<>()));
            requireVersion(live, cast(patch.get("metadata")).remove("resourceVersion"));
            Defaults.fill(patch);
            ServerSideApply.apply(live, patch, request.fieldManager(), request.force(), clock.instant());
            return store(request, request.name(), live, live, true);
        }
    }

    private Map<String, Object> store(
            Request request, String name, Map<String, Object> before, Map<String, Object> after, boolean owned) {
        Map<String, Object> metadata = cast(after.get("metadata"));
        metadata.put("name", name);
        if (request.served().namespaced()) {
            metadata.put("namespace", request.namespace());
        }
        after.put("apiVersion", request.served().apiVersion());
        after.put("kind", request.served().kind());
        Defaults.fill(after);
        if (!owned) {
            ServerSideApply.update(before, after, request.fieldManager(), clock.instant());
        }
        if (request.dryRun()) {
            return after;
        }
        Map<String, Object> stored = store.put(request.served(), request.namespace(), name, after);
        rollouts.changed(request.served(), stored);
        return stored;
    }

    private void watch(HttpExchange exchange, Request request) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        long since = request.since(store.version());
        long end = System.nanoTime() + request.timeoutSeconds() * 1_000_000_000L;
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            body.flush();
            while (System.nanoTime() < end) {
                for (ObjectStore.Event event : store.after(since, 1000)) {
                    since = event.version();
                    if (request.covers(event)) {
                        body.write(JSON.writeValueAsBytes(Map.of("type", event.type(), "object", event.object())));
                        body.write('\n');
                    }
                }
                body.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, Object> body(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (type.contains("yaml")) {
            Object value =
                    new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(body, StandardCharsets.UTF_8));
            return Copies.of(cast(value));
        }
        return JSON.readValue(body, OBJECT);
    }

    private static void answer(HttpExchange exchange, int code, Map<String, Object> answer) throws IOException {
        byte[] body = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public String toString() {
        return "simulated API server at " + url();
    }

    @Override
    public void close() {
        server.stop(0);
        rollouts.close();
        threads.shutdownNow();
    }
}
