package io.jenkins.plugins.gitops.engine.webhook;

import java.util.Set;

/**
 * What the host is answered.
 *
 * @param status of HTTP
 * @param message a sentence, which tells a stranger nothing about what is configured here
 * @param repositories the names of those to ask Git about now
 */
public record WebhookAnswer(int status, String message, Set<String> repositories) {
    public WebhookAnswer {
        repositories = Set.copyOf(repositories);
    }

    /** Too many at once. */
    public static WebhookAnswer busy() {
        return refused(429, "Too many webhooks at once. Send it again.");
    }

    /** It did not come in time. */
    public static WebhookAnswer slow() {
        return refused(408, "The webhook came too slowly. Send it again.");
    }

    static WebhookAnswer refused(int status, String message) {
        return new WebhookAnswer(status, message, Set.of());
    }
}
