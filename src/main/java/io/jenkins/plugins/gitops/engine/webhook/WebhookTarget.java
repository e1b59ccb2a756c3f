package io.jenkins.plugins.gitops.engine.webhook;

import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.util.function.Supplier;

/**
 * A repository whose host may tell of pushes.
 *
 * @param name what it is called where it is configured
 * @param url where Git is asked for it
 * @param proof gives what the host proves itself with, only once a webhook is about this repository; an empty one proves
 *     nothing, so every webhook is refused
 */
public record WebhookTarget(String name, GitUrl url, Supplier<WebhookSecret> proof) {
    public WebhookTarget(String name, GitUrl url, WebhookSecret secret) {
        this(name, url, () -> secret);
    }

    WebhookSecret secret() {
        return proof.get();
    }
}
