package io.jenkins.plugins.gitops.engine.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers that do not end, for watches. Through the JDK's client, in which a stream that has nothing to say holds no
 * thread; in OkHttp each holds one, as HTTP and as WebSocket.
 */
final class Streams {
    private final ClusterAccess access;
    private final HttpClient http;
    private final LongAdder requests = new LongAdder();

    Streams(ClusterAccess access, Tls tls, ClusterThreads threads) {
        this.access = access;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .executor(threads.events())
                .connectTimeout(access.timeouts().connect())
                .followRedirects(HttpClient.Redirect.NEVER);
        if (access.server().getScheme().equals("https")) {
            builder.sslContext(tls.context()).version(HttpClient.Version.HTTP_2); // all watches on one connection
        } else {
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        access.proxy()
                .ifPresent(proxy -> builder.proxy(ProxySelector.of(new InetSocketAddress(proxy.host(), proxy.port()))));
        this.http = builder.build();
    }

    /** Whether there can be streams: the JDK's client gives no password to a proxy on the way to an https server. */
    boolean available() {
        return access.proxy().map(proxy -> proxy.user().isEmpty()).orElse(true);
    }

    long requests() {
        return requests.sum();
    }

    ClusterAccess access() {
        return access;
    }

    /** Opens a stream whose lines go to the given; the future ends with it, and cancelling that ends the stream. */
    CompletableFuture<HttpResponse<Void>> open(Call call, Lines lines) {
        String root = access.server().toString().replaceFirst("/+$", "");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + call.target())).header("Accept", call.accept());
        try {
            Transport.authorization(access).ifPresent(value -> request.header("Authorization", value));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new IOException("no token", e));
        }
        requests.increment();
        return http.sendAsync(request.build(), lines::start);
    }
}
