package io.jenkins.plugins.gitops.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Git over HTTP on loopback, for whoever has its password: {@code git http-backend} behind the JDK's HTTP server. Serves
 * the bare repositories of one folder.
 */
public final class GitServer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String USER = "demo";
    private static final int LONGEST_HEADER = 8192;

    private final HttpServer server;
    private final Path root;
    private final String password = secret();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "git server");
        thread.setDaemon(true);
        return thread;
    });

    private GitServer(HttpServer server, Path root) {
        this.server = server;
        this.root = root;
    }

    /** Starts a server on a free port of 127.0.0.1. */
    public static GitServer start(Path root) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
        GitServer git = new GitServer(http, root);
        http.setExecutor(git.threads);
        http.createContext("/", git::handle);
        http.start();
        return git;
    }

    /** Where a repository of the folder is served. */
    public String url(String repository) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + repository;
    }

    /** The user to come in as. */
    public String user() {
        return USER;
    }

    /** What lets the user in. */
    public String password() {
        return password;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (isAllowed(exchange)) {
                serve(exchange);
            } else {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"gitops demo\"");
                exchange.sendResponseHeaders(401, -1);
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String pair = USER + ":" + password;
        String expected = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Hands the request to the CGI program and its answer back (RFC 3875). */
    private void serve(HttpExchange exchange) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("git", "http-backend").redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> variables = builder.environment();
        variables.put("GIT_PROJECT_ROOT", root.toString());
        variables.put("GIT_HTTP_EXPORT_ALL", "1");
        variables.put("REMOTE_USER", USER);
        variables.put("REQUEST_METHOD", exchange.getRequestMethod());
        variables.put("PATH_INFO", exchange.getRequestURI().getPath());
        put(variables, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
        put(variables, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
        put(variables, "CONTENT_LENGTH", exchange.getRequestHeaders().getFirst("Content-Length"));
        put(variables, "HTTP_CONTENT_ENCODING", exchange.getRequestHeaders().getFirst("Content-Encoding"));
        put(variables, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
        Process backend = builder.start();
        try {
            threads.execute(() -> copyAndClose(exchange.getRequestBody(), backend.getOutputStream()));
            answer(exchange, backend.getInputStream());
        } finally {
            backend.destroy();
        }
    }

    private static void put(Map<String, String> variables, String name, String value) {
        variables.put(name, value == null ? "" : value);
    }

    /** A backend that does not read its input to the end has its reasons, and says them in its answer. */
    private static void copyAndClose(InputStream from, OutputStream to) {
        try (to) {
            from.transferTo(to);
        } catch (IOException e) {
            // the answer tells
        }
    }

    private static void answer(HttpExchange exchange, InputStream cgi) throws IOException {
        int status = 200;
        for (String header = line(cgi); !header.isEmpty(); header = line(cgi)) {
            int colon = header.indexOf(':');
            String name = header.substring(0, Math.max(colon, 0));
            String value = header.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("Status")) {
                status = Integer.parseInt(value.substring(0, 3));
            } else {
                exchange.getResponseHeaders().set(name, value);
            }
        }
        exchange.sendResponseHeaders(status, 0);
        cgi.transferTo(exchange.getResponseBody());
    }

    private static String line(InputStream cgi) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = cgi.read(); next >= 0 && next != '\n' && line.length() < LONGEST_HEADER; next = cgi.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    private static String secret() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @Override
    public String toString() {
        return "git server at " + url("");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
