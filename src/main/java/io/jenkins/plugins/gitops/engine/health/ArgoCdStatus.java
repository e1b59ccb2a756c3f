package io.jenkins.plugins.gitops.engine.health;

import java.util.Arrays;
import java.util.Optional;

/** Argo CD's words for health, from best to worst (Argo CD: {@code healthOrder}). */
enum ArgoCdStatus {
    HEALTHY("Healthy", Standing.HEALTHY),
    SUSPENDED("Suspended", Standing.SUSPENDED),
    PROGRESSING("Progressing", Standing.PROGRESSING),
    MISSING("Missing", Standing.MISSING),
    DEGRADED("Degraded", Standing.FAILED),
    UNKNOWN("Unknown", Standing.UNKNOWN);

    private final String word;
    private final Standing standing;

    ArgoCdStatus(String word, Standing standing) {
        this.word = word;
        this.standing = standing;
    }

    static Optional<ArgoCdStatus> of(String word) {
        return Arrays.stream(values())
                .filter(status -> status.word.equals(word))
                .findFirst();
    }

    boolean isWorseThan(ArgoCdStatus other) {
        return ordinal() > other.ordinal();
    }

    Health because(String message) {
        return new Health(ArgoCdRules.NAME, word, standing, message);
    }

    Health plainly() {
        return because("");
    }
}
