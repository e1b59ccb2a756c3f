package io.jenkins.plugins.gitops.steps;

import java.util.Arrays;

/**
 * A report of an image scanner as a step hands it in, {@code NAME=FILE}.
 *
 * @param name as a gate asks for it
 * @param files an artifact of the build, or several by an Ant pattern such as {@code reports/*.json}
 */
record HandedInReport(String name, String files) {

    /** @throws IllegalArgumentException where it is none, or leads out of what the build has archived */
    static HandedInReport parse(String text) {
        int equals = text.indexOf('=');
        HandedInReport report = new HandedInReport(
                text.substring(0, Math.max(equals, 0)).strip(),
                text.substring(equals + 1).strip());
        boolean out = report.files.startsWith("/")
                || report.files.contains("\\")
                || report.files.contains(":")
                || Arrays.asList(report.files.split("/")).contains("..");
        if (report.name.isEmpty() || report.files.isEmpty() || out) {
            throw new IllegalArgumentException("'" + text
                    + "' is no report: expected NAME=FILE, an artifact of the build, such as trivy=reports/trivy.json");
        }
        return report;
    }
}
