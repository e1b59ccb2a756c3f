package io.jenkins.plugins.gitops.engine.forge;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Requests and answers over HTTP: each ends by its deadline and within a size, and no redirect is followed unasked. */
final class Wire {
    private static final int THREADS = 4;
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final HttpClient http;
    private final Duration connect;
    private final AtomicReference<ProxiedWire> proxied = new AtomicReference<>();
    private final Function<URI, Optional<ForgeProxy>> logins;
    private final Duration deadline;
    private final int limit;

    /**
     * A client whose connections are kept for the next request.
     *
     * @param connect how long a connection may take
     * @param deadline how long a request may take, its whole answer included
     * @param limit bytes that an answer may have
     * @param proxies the way out; null for the JVM's own
     * @param logins the proxies that hosts are behind, where they ask for a user and password
     */
    Wire(
            Duration connect,
            Duration deadline,
            int limit,
            @CheckForNull ProxySelector proxies,
            Function<URI, Optional<ForgeProxy>> logins) {
        this.logins = logins;
        this.connect = connect;
        this.deadline = deadline;
        this.limit = limit;
        HttpClient.Builder builder = HttpClient.newBuilder()
                // one request at a time gains nothing from HTTP/2
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connect)
                .executor(threads());
        if (proxies != null) {
            builder.proxy(proxies);
        }
        this.http = builder.build();
    }

    private static ThreadPoolExecutor threads() {
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "gitops-forge");
            thread.setDaemon(true);
            return thread;
        };
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    Duration deadline() {
        return deadline;
    }

    int limit() {
        return limit;
    }

    /** @param body as the request has it, too; empty for none */
    Answer exchange(HttpRequest request, byte[] body) throws IOException, InterruptedException {
        Optional<ForgeProxy> proxy = logins.apply(request.uri());
        return proxy.isPresent() ? proxied().exchange(request, body, proxy.get()) : direct(request);
    }

    /** Made where it is needed: few have such a proxy. */
    private ProxiedWire proxied() {
        return proxied.updateAndGet(made -> made == null ? new ProxiedWire(connect, deadline, limit) : made);
    }

    private Answer direct(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, info -> new LimitedBody(limit));
        try {
            HttpResponse<byte[]> response = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }
}
