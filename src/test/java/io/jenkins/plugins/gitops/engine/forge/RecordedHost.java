package io.jenkins.plugins.gitops.engine.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A host on loopback that knows one conversation: each request must come in its turn with exactly this method, path,
 * query, and body, and with the headers that every request has.
 */
public final class RecordedHost implements AutoCloseable {
    public static final String TOKEN = "tok-3N_secret.value";
    static final String HEAD = "1111111111111111111111111111111111111111";
    static final String OTHER = "2222222222222222222222222222222222222222";
    static final String MERGED = "3333333333333333333333333333333333333333";

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final JsonMapper JSON = new JsonMapper();

    private record Turn(String request, @CheckForNull String body, Reply reply) {}

    /** How a request is answered. */
    public interface Reply {
        /** Answers. */
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public final MovableClock clock = new MovableClock();
    private final Deque<Turn> turns = new ArrayDeque<>();
    private final List<String> faults = Collections.synchronizedList(new ArrayList<>());
    private final List<Headers> headers = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final String authorization;
    private final Forges forges =
            new Forges(clock, null, host -> Optional.empty(), Duration.ofSeconds(5), 100_000, 1_000_000);

    /** A host that expects this {@code Authorization} with every request. */
    public RecordedHost(String authorization) throws IOException {
        this.authorization = authorization;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    ForgeServer at(ForgeKind kind, String path) {
        return new ForgeServer(kind, URI.create(url(path)));
    }

    public Forge forge(ForgeKind kind, String api, String repository, String user) throws ForgeException {
        return forge(kind, api, repository, ForgeToken.of(user, TOKEN));
    }

    Forge forge(ForgeKind kind, String api, String repository, ForgeToken token) throws ForgeException {
        return forges.forge(GitUrl.of(url(repository), GitUrl.Allowed.HTTP), at(kind, api), token);
    }

    public RecordedHost on(String request, Reply reply) {
        return on(request, null, reply);
    }

    /** Expects a request with a body, compared as JSON. */
    public RecordedHost on(String request, @CheckForNull String body, Reply reply) {
        synchronized (turns) {
            turns.add(new Turn(request, body, reply));
        }
        return this;
    }

    public static Reply json(int status, String body, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Ends the connection without an answer. */
    static Reply nothing() {
        return exchange -> {
            throw new IOException("told to give no answer");
        };
    }

    /** Ends the connection in the middle of an answer. */
    static Reply broken() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            throw new IOException("told to break off");
        };
    }

    /** Begins an answer and does not end it. */
    Reply stalling() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            closed.await();
        };
    }

    Headers lastHeaders() {
        return headers.get(headers.size() - 1);
    }

    int requests() {
        return headers.size();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            headers.add(exchange.getRequestHeaders());
            Turn turn;
            synchronized (turns) {
                turn = turns.poll();
            }
            if (turn == null) {
                faults.add("nothing more was expected, but there came " + request + " " + body);
                exchange.sendResponseHeaders(418, -1);
                return;
            }
            compare(turn, request, body, exchange.getRequestHeaders());
            turn.reply().to(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(Turn turn, String request, String body, Headers sent) throws IOException {
        expect("request", turn.request(), request);
        expect("Authorization", authorization.isEmpty() ? null : authorization, sent.getFirst("Authorization"));
        expect("User-Agent", "gitops-stages", sent.getFirst("User-Agent"));
        if (turn.body() == null) {
            expect("body", "", body);
        } else {
            expect("body", JSON.readTree(turn.body()), body.isEmpty() ? null : JSON.readTree(body));
            expect("Content-Type", "application/json", sent.getFirst("Content-Type"));
        }
    }

    private void expect(String what, @CheckForNull Object expected, @CheckForNull Object found) {
        if (!java.util.Objects.equals(expected, found)) {
            faults.add(what + ": expected\n  " + expected + "\nbut there came\n  " + found);
        }
    }

    /** Fails where the conversation was another one, or ended too early. */
    public void verify() {
        assertThat(faults).isEmpty();
        assertThat(turns).extracting(Turn::request).isEmpty();
    }

    /** What a call fails with; whatever it says, no token is in it. */
    static ForgeException failure(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        ForgeException failure = catchThrowableOfType(ForgeException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure).hasMessageNotContaining(TOKEN).hasNoCause();
        return failure;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
