package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The few requests the control plane sends to its own API server, as its administrator. */
final class ApiRequests {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final URI server;
    private final User user;
    private final HttpClient client;

    ApiRequests(URI server, X509Certificate authority, User user) throws IOException {
        this.server = server;
        this.user = user;
        try {
            this.client =
                    HttpClient.newBuilder().sslContext(trusting(authority)).build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot trust a certificate", e);
        }
    }

    int status(String path) throws IOException, InterruptedException {
        return send(request(path).GET()).statusCode();
    }

    String get(String path) throws IOException, InterruptedException {
        return succeeded(send(request(path).GET()));
    }

    String post(String path, String json) throws IOException, InterruptedException {
        return succeeded(send(posting(path, json)));
    }

    /** What a get is answered with, refusals too. */
    String answer(String path) throws IOException, InterruptedException {
        return send(request(path).GET()).body();
    }

    /** What a post is answered with, refusals too. */
    String answer(String path, String json) throws IOException, InterruptedException {
        return send(posting(path, json)).body();
    }

    void delete(String path) throws IOException, InterruptedException {
        succeeded(send(request(path).DELETE()));
    }

    private HttpRequest.Builder posting(String path, String json) {
        return request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(json));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + user.token());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String succeeded(HttpResponse<String> response) throws IOException {
        if (response.statusCode() >= 300) {
            throw new IOException("The testbed's API server answered %s %s with %d: %s"
                    .formatted(
                            response.request().method(),
                            response.request().uri().getPath(),
                            response.statusCode(),
                            response.body()));
        }
        return response.body();
    }

    private static SSLContext trusting(X509Certificate authority) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
