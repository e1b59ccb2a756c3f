package io.jenkins.plugins.gitops.engine.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.okhttp.OkHttpClientFactory;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;

/**
 * Requests and answers, through fabric8's OkHttp client. Tries again, with jitter, what fails in passing and may be
 * repeated, until the deadline.
 */
final class Transport implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(Transport.class.getName());
    private static final int CONCURRENT_REQUESTS = 16;

    /** A server that is starting or stopping answers 503; 500 is a fault that seldom passes. */
    private static final int ATTEMPTS_ON_500 = 3;

    /** An error's answer that is longer than this is not from an API server. */
    private static final long ERROR_LIMIT = 1 << 20;

    private final ClusterAccess access;
    private final HttpClient http;
    private final long limit;
    private final LongAdder requests = new LongAdder();

    /**
     * A transport for one cluster.
     *
     * @param limit bytes that one answer may have
     */
    Transport(ClusterAccess access, Tls tls, long limit) {
        this.access = access;
        this.limit = limit;
        Config config = new ConfigBuilder(Config.empty())
                .withMaxConcurrentRequests(CONCURRENT_REQUESTS)
                .withMaxConcurrentRequestsPerHost(CONCURRENT_REQUESTS)
                .build();
        HttpClient.Builder builder = new Factory().newBuilder(config);
        builder.connectTimeout(access.timeouts().connect().toMillis(), TimeUnit.MILLISECONDS);
        builder.sslContext(tls.keys(), tls.trust());
        access.proxy().ifPresent(proxy -> {
            builder.proxyType(HttpClient.ProxyType.HTTP);
            builder.proxyAddress(new InetSocketAddress(proxy.host(), proxy.port()));
            if (!proxy.user().isEmpty()) {
                builder.proxyAuthorization(HttpClientUtils.basicCredentials(proxy.user(), proxy.password()));
            }
        });
        // the library's own retries know neither our deadline nor what may be repeated
        builder.tag(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build());
        this.http = builder.build();
    }

    /** OkHttp without what it does unasked: following redirects, and sending again what may have arrived. */
    private static final class Factory extends OkHttpClientFactory {
        @Override
        protected void additionalConfig(OkHttpClient.Builder builder) {
            builder.followRedirects(false).followSslRedirects(false).retryOnConnectionFailure(false);
        }
    }

    /** Makes a value of an answer's body. */
    interface Reader<T> {
        T read(BoundedStream body) throws IOException;
    }

    /** An answer that is no success and will not become one by asking again. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;
        private final ClusterException why;

        Refused(int code, ClusterException why) {
            super(why);
            this.code = code;
            this.why = why;
        }

        int code() {
            return code;
        }

        ClusterException why() {
            return why;
        }
    }

    long requests() {
        return requests.sum();
    }

    <T> T exchange(Call call, Reader<T> reader) throws ClusterException {
        try {
            return tryExchange(call, reader);
        } catch (Refused e) {
            throw e.why();
        }
    }

    /** As {@link #exchange}, for callers to whom some codes are no failure. */
    <T> T tryExchange(Call call, Reader<T> reader) throws ClusterException, Refused {
        long deadline = System.nanoTime() + access.timeouts().total().toNanos();
        Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10));
        for (int attempt = 1; ; attempt++) {
            Duration wait;
            ClusterException failure;
            try {
                return attempt(call, reader, deadline);
            } catch (Passing e) {
                failure = e.why;
                if (e.code == 500 && attempt == ATTEMPTS_ON_500) {
                    throw failure;
                }
                wait = e.after.orElseGet(backoff::next);
            } catch (BoundedStream.TooLarge e) {
                throw new ClusterException(
                        Reason.TOO_LARGE,
                        "The answer about " + call.subject() + " in cluster " + access.name() + " is over " + limit
                                + " bytes");
            } catch (IOException e) {
                failure = unreachable(call, e);
                if (Unreachable.staysSo(e) || !call.repeatable() && !Unreachable.neverSent(e)) {
                    throw failure;
                }
                wait = backoff.next();
            }
            LOGGER.log(Level.FINE, "{0}; again in {1}", new Object[] {failure.getMessage(), wait});
            if (System.nanoTime() + wait.toNanos() > deadline) {
                throw failure;
            }
            pause(wait, call);
        }
    }

    private <T> T attempt(Call call, Reader<T> reader, long deadline) throws IOException, Passing, Refused {
        long left = deadline - System.nanoTime();
        Duration timeout = Duration.ofNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
        if (timeout.compareTo(access.timeouts().attempt()) > 0) {
            timeout = access.timeouts().attempt();
        }
        HttpResponse<InputStream> response = response(request(call, timeout), timeout, call);
        try (InputStream body = response.body()) {
            int code = response.code();
            if (code >= 200 && code < 300) {
                return reader.read(new BoundedStream(body, limit));
            }
            ClusterException why = Refusal.of(access.name(), call, code, status(body));
            if (code == 429 || code >= 500 && why.reason() == Reason.UNREACHABLE && call.repeatable()) {
                throw new Passing(code, why, retryAfter(response));
            }
            throw new Refused(code, why);
        }
    }

    private HttpRequest request(Call call, Duration timeout) {
        HttpRequest.Builder builder = http.newHttpRequestBuilder()
                .uri(url(call))
                .method(call.method(), call.contentType(), call.body())
                .header("Accept", call.accept())
                .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        authorization(access).ifPresent(value -> builder.header("Authorization", value));
        return builder.build();
    }

    /** Where a call goes. */
    String url(Call call) {
        return access.server().toString().replaceFirst("/+$", "") + call.target();
    }

    static Optional<String> authorization(ClusterAccess access) {
        return access.credential() instanceof ClusterCredential.Token token
                ? Optional.of("Bearer " + token.current().get())
                : Optional.empty();
    }

    private HttpResponse<InputStream> response(HttpRequest request, Duration timeout, Call call) throws IOException {
        requests.increment();
        CompletableFuture<HttpResponse<InputStream>> answer = http.sendAsync(request, InputStream.class);
        try {
            return answer.get(timeout.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new SocketTimeoutException("timeout");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw interrupted(call);
        }
    }

    private static Map<String, Object> status(InputStream body) {
        try {
            return Answers.object(new BoundedStream(body, ERROR_LIMIT));
        } catch (IOException e) {
            return Map.of(); // not an API server's words; the code says enough
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        String seconds = response.header("Retry-After");
        return seconds != null && seconds.matches("\\d{1,4}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(seconds)))
                : Optional.empty();
    }

    private void pause(Duration wait, Call call) throws ClusterException {
        try {
            TimeUnit.NANOSECONDS.sleep(wait.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted(call);
        }
    }

    private ClusterException interrupted(Call call) {
        return new ClusterException(
                Reason.UNREACHABLE,
                "Interrupted while waiting for cluster " + access.name() + " to " + call.verb() + " " + call.subject());
    }

    private ClusterException unreachable(Call call, IOException e) {
        return e instanceof ClusterException already ? already : Unreachable.because(access, call, e);
    }

    @Override
    public void close() {
        http.close();
    }

    /** A failure that may pass. */
    private static final class Passing extends Exception {
        private static final long serialVersionUID = 1;
        private final int code;
        private final transient ClusterException why;
        private final transient Optional<Duration> after;

        Passing(int code, ClusterException why, Optional<Duration> after) {
            super(why);
            this.code = code;
            this.why = why;
            this.after = after;
        }
    }
}
