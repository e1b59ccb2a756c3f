package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of Prisma Cloud's twistcli: images with their vulnerabilities and failed compliance checks. It lists an empty
 * array, or nothing, where its distribution counts none.
 */
final class PrismaReport {
    private PrismaReport() {}

    static ScanReport read(String title, JsonNode json) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<String> images = new ArrayList<>();
        for (JsonNode result : json.path("results")) {
            add(title, result, "vulnerabilities", "vulnerabilityDistribution", findings);
            add(title, result, "compliances", "complianceDistribution", findings);
            if (result.hasNonNull("name")) {
                images.add(result.path("name").asText());
            }
            result.path("repoDigests").forEach(each -> images.add(each.asText()));
            if (result.path("digest").asText().contains(":")) {
                images.add(result.path("digest").asText());
            }
        }
        return new ScanReport(images, findings);
    }

    private static void add(String title, JsonNode result, String list, String distribution, List<Finding> findings)
            throws IOException {
        JsonNode entries = result.path(list);
        if (result.path(distribution).path("total").asInt() > entries.size()) {
            throw new IOException(title + " counts more " + list + " than it lists");
        }
        for (JsonNode entry : entries) {
            findings.add(new Finding(
                    entry.path("id").asText(),
                    Finding.severity(entry.path("severity").asText())));
        }
    }
}
