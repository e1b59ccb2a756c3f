package io.jenkins.plugins.gitops.engine.webhook;

import io.jenkins.plugins.gitops.engine.git.GitUrl;

/**
 * A repository whose host may tell of pushes.
 *
 * @param name what it is called where it is configured
 * @param url where Git is asked for it
 * @param secret what the host proves itself with; an empty one proves nothing, so every webhook is refused
 */
public record WebhookTarget(String name, GitUrl url, WebhookSecret secret) {}
