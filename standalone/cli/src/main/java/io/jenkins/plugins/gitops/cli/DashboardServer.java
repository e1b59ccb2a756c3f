package io.jenkins.plugins.gitops.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dashboard on this machine alone: it is read-only, it knows no users, and it answers only to names of this
 * machine, so that no page of another site can read it through the browser.
 */
final class DashboardServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int BACKLOG = 50;
    private static final String FOLDER = "/io/jenkins/plugins/gitops/dashboard/";
    private static final String JSON = "application/json";
    private static final Pattern OWN_HOST =
            Pattern.compile("(?:localhost|127\\.0\\.0\\.1|\\[::1])(?::\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern DRIFT = Pattern.compile("/api/drifts/(\\d{1,18})");
    private static final Map<String, String> PAGES = Map.of(
            "/", "text/html; charset=utf-8",
            "/dashboard.css", "text/css; charset=utf-8",
            "/dashboard.js", "text/javascript; charset=utf-8");

    private final HttpServer server;
    private final Board board;
    private final Supplier<String> metrics;
    private final ExecutorService threads;

    /** Numbers of an earlier process are no numbers of this one. */
    private final String run = UUID.randomUUID().toString();

    private DashboardServer(HttpServer server, Board board, Supplier<String> metrics) {
        this.server = server;
        this.board = board;
        this.metrics = metrics;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "gitops-dashboard-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to serve.
     *
     * @param port of 127.0.0.1; 0 for any that is free
     * @param metrics gives them in the Prometheus text format
     * @throws BadInput where the port is taken, or no port
     */
    static DashboardServer start(int port, Board board, Supplier<String> metrics) {
        try {
            HttpServer http =
                    HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
            DashboardServer dashboard = new DashboardServer(http, board, metrics);
            http.setExecutor(dashboard.threads);
            http.createContext("/", dashboard::handle);
            http.start();
            return dashboard;
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput("--port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String host = exchange.getRequestHeaders().getFirst("Host");
            if (host == null || !OWN_HOST.matcher(host).matches()) {
                answer(exchange, 403, "text/plain", "Expected localhost or 127.0.0.1 in the address.");
            } else if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, "text/plain", "Expected GET.");
            } else {
                serve(exchange, exchange.getRequestURI().getPath());
            }
        }
    }

    private void serve(HttpExchange exchange, String path) throws IOException {
        String type = PAGES.get(path);
        Matcher drift = DRIFT.matcher(path);
        if (type != null) {
            answer(exchange, 200, type, page(path.equals("/") ? "index.html" : path.substring(1)));
        } else if (path.equals("/api/board")) {
            serveBoard(exchange);
        } else if (path.equals("/metrics")) {
            answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
        } else if (drift.matches()) {
            var found = board.drift(Long.parseLong(drift.group(1)), place -> true);
            answer(exchange, found.isPresent() ? 200 : 404, JSON, found.orElse("{}"));
        } else {
            answer(exchange, 404, "text/plain", "There is nothing at " + path + "; the dashboard is at /");
        }
    }

    private void serveBoard(HttpExchange exchange) throws IOException {
        // read before the board: what is told in between is shown now, and once more
        String tag = "\"" + run + "-" + board.version() + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else {
            answer(exchange, 200, JSON, board.json(place -> true));
        }
    }

    private static String page(String name) throws IOException {
        try (InputStream content = Board.class.getResourceAsStream(FOLDER + name)) {
            if (content == null) {
                throw new IOException("This build lacks " + FOLDER + name);
            }
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-cache");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; "
                        + "form-action 'none'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
