package io.jenkins.plugins.gitops.engine.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the webhooks of one repository still come. Polling is the witness: a change that it finds and that no webhook
 * tells of within a minute was lost. Safe for several threads.
 */
public final class Announcements {
    /** How long a webhook may come after a poll that happened to be faster. */
    static final Duration GRACE = Duration.ofMinutes(1);

    private final Clock clock;

    @CheckForNull
    private Instant heard;

    @CheckForNull
    private Instant unannounced;

    private int missed;

    public Announcements(Clock clock) {
        this.clock = clock;
    }

    /** A webhook came. */
    public synchronized void heard() {
        heard = clock.instant();
        unannounced = null;
        missed = 0;
    }

    /** Polling found the repository changed, and nobody had told of it. */
    public synchronized void foundByPolling() {
        settle();
        Instant now = clock.instant();
        boolean isToldAlready = heard != null && Duration.between(heard, now).compareTo(GRACE) < 0;
        if (!isToldAlready && unannounced == null) {
            unannounced = now;
        }
    }

    private void settle() {
        if (unannounced != null
                && Duration.between(unannounced, clock.instant()).compareTo(GRACE) >= 0) {
            unannounced = null;
            missed++;
        }
    }

    /** When the last webhook came; empty where none has since the start. */
    public synchronized Optional<Instant> lastHeard() {
        return Optional.ofNullable(heard);
    }

    /** Changes since the last webhook that none told of; 0 while all is well. */
    public synchronized int missed() {
        settle();
        return missed;
    }
}
