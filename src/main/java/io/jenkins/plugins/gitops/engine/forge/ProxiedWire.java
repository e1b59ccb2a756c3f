package io.jenkins.plugins.gitops.engine.forge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Requests and answers through a proxy that asks for a user and password. The JDK's client tells these to no proxy on the
 * way to an https host, unless its whole JVM is started with another setting.
 */
final class ProxiedWire {
    private final OkHttpClient http;
    private final int limit;

    /** As a {@link Wire}. */
    ProxiedWire(Duration connect, Duration deadline, int limit) {
        this.limit = limit;
        this.http = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(connect)
                .readTimeout(deadline)
                .writeTimeout(deadline)
                .callTimeout(deadline)
                .build();
    }

    /** @param body empty for none */
    Answer exchange(HttpRequest request, byte[] body, ForgeProxy proxy) throws IOException, InterruptedException {
        InetSocketAddress address = InetSocketAddress.createUnresolved(proxy.host(), proxy.port());
        OkHttpClient through = http.newBuilder()
                .proxy(new Proxy(Proxy.Type.HTTP, address))
                .proxyAuthenticator(new ProxyLogin(proxy))
                // what writes may have arrived
                .retryOnConnectionFailure(request.method().equals("GET"))
                .build();
        try (Response response = through.newCall(sent(request, body)).execute()) {
            ResponseBody content = response.body();
            byte[] bytes = content == null ? new byte[0] : content.byteStream().readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new LimitedBody.TooLarge();
            }
            HttpHeaders headers = HttpHeaders.of(response.headers().toMultimap(), (name, value) -> true);
            return new Answer(response.code(), headers, bytes);
        } catch (InterruptedIOException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw (HttpTimeoutException) new HttpTimeoutException("no whole answer in time").initCause(e);
        } catch (ConnectException | UnknownHostException e) {
            throw new ProxyLogin.Refused("nobody answers at the proxy " + proxy.address());
        }
    }

    private static Request sent(HttpRequest request, byte[] body) {
        boolean hasBody = body.length > 0 || List.of("POST", "PUT", "PATCH").contains(request.method());
        Request.Builder builder = new Request.Builder()
                .url(request.uri().toString())
                .method(request.method(), hasBody ? RequestBody.create(body, null) : null)
                .header("Accept-Encoding", "identity"); // a limit is for what comes, however it was packed
        request.headers().map().forEach((name, values) -> values.forEach(value -> builder.addHeader(name, value)));
        return builder.build();
    }
}
