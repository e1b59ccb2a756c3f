package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.Optional;

/** When something is to be looked at again: the earliest of the times that are named. */
final class Due {
    @CheckForNull
    private Instant earliest;

    void at(Instant time) {
        if (earliest == null || time.isBefore(earliest)) {
            earliest = time;
        }
    }

    Optional<Instant> earliest() {
        return Optional.ofNullable(earliest);
    }
}
