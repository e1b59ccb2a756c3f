package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Gate.ScanFormat;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Tells the formats of reports apart, and reads each. */
final class ScanFormats {
    private ScanFormats() {}

    /**
     * Reads a report.
     *
     * @param told its format; empty: it is recognised
     * @throws IOException where it is not in the format, or says itself that it is not whole
     */
    static ScanReport read(String title, JsonNode json, Optional<ScanFormat> told) throws IOException {
        Optional<ScanFormat> found = recognise(json);
        ScanFormat format = told.or(() -> found)
                .orElseThrow(() -> new IOException(
                        title + " is no report of a format that is known: SARIF, Trivy, Aqua or Prisma"));
        if (found.filter(format::equals).isEmpty()) {
            throw new IOException(
                    title + " is not in the format " + format.name().toLowerCase(Locale.ROOT));
        }
        return switch (format) {
            case SARIF -> SarifReport.read(title, json);
            case TRIVY -> TrivyReport.read(title, json);
            case AQUA -> AquaReport.read(title, json);
            case PRISMA -> PrismaReport.read(title, json);
        };
    }

    private static Optional<ScanFormat> recognise(JsonNode json) {
        if (json.path("runs").isArray() && json.path("version").asText().startsWith("2.")) {
            return Optional.of(ScanFormat.SARIF);
        }
        if (json.has("ArtifactName") || json.path("SchemaVersion").isInt() && json.has("Results")) {
            return Optional.of(ScanFormat.TRIVY);
        }
        if (json.has("image") && (json.has("vulnerability_summary") || json.has("resources"))) {
            return Optional.of(ScanFormat.AQUA);
        }
        JsonNode first = json.path("results").path(0);
        return first.has("vulnerabilityDistribution") || first.has("vulnerabilities") || first.has("distro")
                ? Optional.of(ScanFormat.PRISMA)
                : Optional.empty();
    }
}
