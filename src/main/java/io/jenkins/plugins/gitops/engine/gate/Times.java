package io.jenkins.plugins.gitops.engine.gate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Words that reasons have in common. */
final class Times {
    private Times() {}

    static String text(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    static String nothingBefore(Candidate candidate) {
        return "There is no environment before " + candidate.environment().name();
    }
}
