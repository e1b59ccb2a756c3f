package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON of Aqua's scanner: an image with its resources and their vulnerabilities, malware and secrets. */
final class AquaReport {
    private AquaReport() {}

    static ScanReport read(String title, JsonNode json) throws IOException {
        if (!json.path("resources").isArray()) {
            throw new IOException(title + " lists no resources, so that nobody knows what was looked at");
        }
        List<Finding> findings = new ArrayList<>();
        for (JsonNode resource : json.path("resources")) {
            for (JsonNode found : resource.path("vulnerabilities")) {
                findings.add(new Finding(found.path("name").asText(""), Finding.severity(severity(found))));
            }
        }
        for (String kind : List.of("malware", "sensitive_data")) {
            for (JsonNode found : json.path(kind)) {
                String id = found.path("malware").asText(found.path("type").asText(kind));
                findings.add(new Finding(id, Finding.severity(kind.equals("malware") ? "critical" : "high")));
            }
        }
        List<String> images = new ArrayList<>();
        String registry = json.path("registry").asText("");
        String image = json.path("image").asText("");
        images.add(registry.contains(".") && !image.startsWith(registry + "/") ? registry + "/" + image : image);
        json.path("metadata").path("repo_digests").forEach(each -> images.add(each.asText("")));
        if (json.path("digest").asText("").contains(":")) {
            images.add(json.path("digest").asText(""));
        }
        return new ScanReport(images, findings);
    }

    private static String severity(JsonNode found) {
        String own = found.path("aqua_severity").asText("");
        String vendor = found.path("vendor_severity").asText("");
        return !own.isEmpty()
                ? own
                : !vendor.isEmpty() ? vendor : found.path("nvd_severity").asText("");
    }
}
