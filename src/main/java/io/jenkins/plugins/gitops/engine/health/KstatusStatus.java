package io.jenkins.plugins.gitops.engine.health;

/** The words of kstatus. */
enum KstatusStatus {
    CURRENT("Current", Standing.HEALTHY),
    IN_PROGRESS("InProgress", Standing.PROGRESSING),
    TERMINATING("Terminating", Standing.PROGRESSING),
    FAILED("Failed", Standing.FAILED),
    NOT_FOUND("NotFound", Standing.MISSING),
    UNKNOWN("Unknown", Standing.UNKNOWN);

    private final String word;
    private final Standing standing;

    KstatusStatus(String word, Standing standing) {
        this.word = word;
        this.standing = standing;
    }

    Health because(String message) {
        return new Health(KstatusRules.NAME, word, standing, message);
    }
}
