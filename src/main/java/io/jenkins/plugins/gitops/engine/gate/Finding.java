package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate.Severity;
import java.util.Locale;

/**
 * What a scanner has found.
 *
 * @param id such as {@code CVE-2026-1234}
 */
record Finding(String id, Severity severity) {

    /** A severity as scanners write it; a word that is none is unknown, which is nothing's excuse. */
    static Severity severity(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "critical" -> Severity.CRITICAL;
            case "high", "important" -> Severity.HIGH;
            case "medium", "moderate" -> Severity.MEDIUM;
            case "low", "negligible", "unimportant" -> Severity.LOW;
            default -> Severity.UNKNOWN;
        };
    }

    /** By the score that GitHub's code scanning goes by (CVSS v3's ratings). */
    static Severity severity(double score) {
        if (score >= 9) {
            return Severity.CRITICAL;
        }
        if (score >= 7) {
            return Severity.HIGH;
        }
        if (score >= 4) {
            return Severity.MEDIUM;
        }
        return score > 0 ? Severity.LOW : Severity.UNKNOWN;
    }
}
