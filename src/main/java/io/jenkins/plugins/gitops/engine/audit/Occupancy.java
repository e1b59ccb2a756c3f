package io.jenkins.plugins.gitops.engine.audit;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Duration;
import java.time.Instant;

/**
 * A time in which a commit was continuously live in an environment: from the verdict that proved it until another commit
 * was proved live there, or until a commit was found degraded.
 *
 * @param commit what was live
 * @param from since when
 * @param until until when; null where it still is
 */
public record Occupancy(
        String commit, Instant from, @CheckForNull Instant until) {

    /** How long it was, or has been so far. */
    public Duration length(Instant now) {
        return Duration.between(from, until == null ? now : until);
    }
}
