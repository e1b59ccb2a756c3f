package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Trivy's JSON: vulnerabilities, secrets, and misconfigurations that failed. */
final class TrivyReport {
    private static final String IMAGE = "container_image";

    private TrivyReport() {}

    static ScanReport read(String title, JsonNode json) throws IOException {
        String about = json.path("ArtifactType").asText(IMAGE);
        if (!about.equals(IMAGE)) {
            throw new IOException(title + " is about a " + about + ", not about an image");
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode result : json.path("Results")) {
            add(result.path("Vulnerabilities"), "VulnerabilityID", findings);
            add(result.path("Secrets"), "RuleID", findings);
            for (JsonNode check : result.path("Misconfigurations")) {
                if (!check.path("Status").asText("FAIL").equals("PASS")) {
                    findings.add(finding(check, "ID"));
                }
            }
        }
        List<String> images = new ArrayList<>();
        json.path("Metadata").path("RepoDigests").forEach(each -> images.add(each.asText()));
        json.path("Metadata").path("RepoTags").forEach(each -> images.add(each.asText()));
        if (json.hasNonNull("ArtifactName")) {
            images.add(json.path("ArtifactName").asText());
        }
        return new ScanReport(images, findings);
    }

    private static void add(JsonNode list, String id, List<Finding> findings) {
        list.forEach(each -> findings.add(finding(each, id)));
    }

    private static Finding finding(JsonNode entry, String id) {
        return new Finding(
                entry.path(id).asText(), Finding.severity(entry.path("Severity").asText()));
    }
}
