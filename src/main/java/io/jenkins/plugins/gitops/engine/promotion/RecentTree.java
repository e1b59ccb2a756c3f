package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The tree of the configured ref as it was a moment ago: read when a promotion is planned, so that the push that many
 * share need not stop for each to ask the server, and read anew where the promotion had to wait.
 */
final class RecentTree {
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ConfigRepository repository;
    private final Clock clock;
    private TreeReader tree;
    private Instant read;

    RecentTree(ConfigRepository repository, Clock clock) throws IOException {
        this.repository = repository;
        this.clock = clock;
        this.read = clock.instant();
        this.tree = repository.tree();
    }

    synchronized TreeReader tree() throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(read.plus(FRESH))) {
            tree = repository.tree();
            read = now;
        }
        return tree;
    }
}
