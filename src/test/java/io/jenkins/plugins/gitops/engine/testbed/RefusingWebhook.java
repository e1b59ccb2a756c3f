package io.jenkins.plugins.gitops.engine.testbed;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An admission webhook in this JVM, over HTTPS as the API server wants it, which refuses whatever is created or changed
 * in one namespace, dry runs too, until it is closed.
 */
public final class RefusingWebhook implements AutoCloseable {
    private static final String CONFIGURATIONS =
            "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations";
    private static final Pattern UID = Pattern.compile("\"uid\":\\s*\"([^\"]+)\"");
    private static final Duration PROPAGATION = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 25;

    private final ApiRequests requests;
    private final String namespace;
    private final String message;
    private final HttpsServer server;

    private RefusingWebhook(ControlPlane plane, String namespace, String message)
            throws IOException, GeneralSecurityException {
        this.requests = plane.requests();
        this.namespace = namespace;
        this.message = message;
        this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(
                new HttpsConfigurator(plane.authority().issue("webhook").serverContext()));
        server.createContext("/", this::refuse);
        server.start();
    }

    /** Registers the webhook, and returns once the API server asks it. The message must need no escaping in JSON. */
    public static RefusingWebhook in(ControlPlane plane, String namespace, String message)
            throws IOException, InterruptedException {
        RefusingWebhook webhook;
        try {
            webhook = new RefusingWebhook(plane, namespace, message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK cannot serve HTTPS", e);
        }
        webhook.register(plane.authority().pem());
        webhook.await(true);
        return webhook;
    }

    /** Takes the webhook away, and returns once the API server does not ask it any more. */
    @Override
    public void close() throws IOException {
        try {
            requests.delete(CONFIGURATIONS + "/" + namespace);
            await(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(0);
        }
    }

    private void register(String authority) throws IOException, InterruptedException {
        String bundle = Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
        requests.post(
                CONFIGURATIONS, """
                {"metadata": {"name": "%1$s"}, "webhooks": [{
                  "name": "refusing.gitops.test",
                  "clientConfig": {"url": "https://127.0.0.1:%2$d/", "caBundle": "%3$s"},
                  "rules": [{"apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*"],
                    "operations": ["CREATE", "UPDATE"]}],
                  "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "%1$s"}},
                  "sideEffects": "None", "admissionReviewVersions": ["v1"], "timeoutSeconds": 5
                }]}""".formatted(namespace, server.getAddress().getPort(), bundle));
    }

    private void await(boolean refuses) throws IOException, InterruptedException {
        String probe = "/api/v1/namespaces/" + namespace + "/configmaps?dryRun=All";
        long deadline = System.nanoTime() + PROPAGATION.toNanos();
        while (requests.answer(probe, "{\"metadata\":{\"generateName\":\"probe-\"}}")
                        .contains(message)
                != refuses) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The API server did not take notice of the webhook of " + namespace);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void refuse(HttpExchange exchange) throws IOException {
        try (exchange) {
            String review = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher uid = UID.matcher(review.substring(review.indexOf("\"request\"")));
            if (!uid.find()) {
                throw new IOException("not an AdmissionReview: " + review);
            }
            byte[] answer = """
                    {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": {
                      "uid": "%s", "allowed": false, "status": {"code": 403, "message": "%s"}}}""".formatted(uid.group(1), message).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }
}
