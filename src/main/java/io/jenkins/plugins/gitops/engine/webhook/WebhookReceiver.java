package io.jenkins.plugins.gitops.engine.webhook;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Takes the webhooks of GitHub, GitLab, Bitbucket Cloud and Data Center, Gitea, Forgejo, Azure DevOps, and those that
 * somebody sends with {@code {"repository": {"url": "…"}}}. The body only says which repository it may be; it counts
 * where that repository's own secret is proved, and all that follows is that Git is asked.
 */
public final class WebhookReceiver {
    /** Bytes of a body that are taken at most; what a longer one would have told, polling finds. */
    public static final int LONGEST = 5 * 1024 * 1024;

    /** Bytes of a body that may be tried against every secret. */
    private static final int SHORT = 4096;

    private static final String STRANGER =
            "No repository here has this URL and this secret. Compare both with what is configured.";

    private final Supplier<List<WebhookTarget>> targets;
    private final Clock clock;

    /** @param targets the repositories as they are configured now */
    public WebhookReceiver(Supplier<List<WebhookTarget>> targets, Clock clock) {
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * Decides about one webhook. Does nothing else, and takes no longer than to read the body.
     *
     * @param headers in any case; of several with one name the first
     */
    public WebhookAnswer receive(Map<String, String> headers, byte[] body) {
        if (body.length > LONGEST) {
            return WebhookAnswer.refused(413, "At most " + LONGEST + " bytes are taken.");
        }
        Map<String, String> byName = headers.entrySet().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT),
                        Map.Entry::getValue,
                        (first, next) -> first));
        Set<RepositoryKey> named;
        try {
            named = Payload.repositories(
                    body, byName.getOrDefault("content-type", "").startsWith("application/x-www-form-urlencoded"));
        } catch (IOException e) {
            return WebhookAnswer.refused(400, "Expected a JSON object, as Git hosts send it.");
        }
        return named.isEmpty() ? aboutNone(byName, body) : about(named, byName, body);
    }

    private WebhookAnswer about(Set<RepositoryKey> named, Map<String, String> headers, byte[] body) {
        Set<String> proved = new TreeSet<>();
        for (WebhookTarget target : targets.get()) {
            if (named.contains(RepositoryKey.of(target.url()))
                    && target.secret().isProvedBy(headers, body, clock.instant())) {
                proved.add(target.name());
            }
        }
        return proved.isEmpty()
                ? WebhookAnswer.refused(403, STRANGER)
                : new WebhookAnswer(202, "Git is asked now.", proved);
    }

    /** A host's test of the connection names no repository: Bitbucket Data Center's {@code diagnostics:ping}. */
    private WebhookAnswer aboutNone(Map<String, String> headers, byte[] body) {
        boolean isKnown = body.length <= SHORT
                && targets.get().stream()
                        .anyMatch(target -> target.secret().isProvedBy(headers, body, clock.instant()));
        return isKnown
                ? new WebhookAnswer(200, "The secret is right; no repository is named.", Set.of())
                : WebhookAnswer.refused(403, STRANGER);
    }
}
