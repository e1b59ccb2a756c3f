package io.jenkins.plugins.gitops.engine.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times as Kubernetes writes them. */
final class ControllerTime {
    /** Kubernetes cuts times to whole seconds: what it says happened within the second that follows. */
    private static final long CUT_MILLIS = 999;

    private ControllerTime() {}

    /** The latest time that a written one can stand for; empty where there is none or it cannot be read. */
    static Optional<Instant> latest(String written) {
        return of(written).map(time -> time.plusMillis(CUT_MILLIS));
    }

    static Optional<Instant> of(String written) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(written).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
