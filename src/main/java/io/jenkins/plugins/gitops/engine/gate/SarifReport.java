package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Gate.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * SARIF 2.1: results with their rule's security-severity, as GitHub's code scanning reads it, else their level. Results
 * that passed, are suppressed for good or were there only before do not count.
 */
final class SarifReport {
    private static final Set<String> HARMLESS = Set.of("pass", "notApplicable", "informational");

    private final Map<String, JsonNode> rules = new HashMap<>();
    private final List<JsonNode> byIndex = new ArrayList<>();

    private SarifReport(JsonNode run) {
        JsonNode tool = run.path("tool");
        tool.path("driver").path("rules").forEach(rule -> {
            byIndex.add(rule);
            rules.putIfAbsent(rule.path("id").asText(), rule);
        });
        tool.path("extensions")
                .forEach(extension -> extension
                        .path("rules")
                        .forEach(rule -> rules.putIfAbsent(rule.path("id").asText(), rule)));
    }

    static ScanReport read(String title, JsonNode json) throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<String> images = new ArrayList<>();
        if (json.path("runs").isEmpty()) {
            throw new IOException(title + " holds no run of a scanner");
        }
        for (JsonNode run : json.path("runs")) {
            for (JsonNode invocation : run.path("invocations")) {
                if (!invocation.path("executionSuccessful").asBoolean(true)) {
                    throw new IOException(title + " says that the scanner did not get through");
                }
            }
            if (!run.path("results").isArray()) {
                throw new IOException(title + " holds no results, so that nobody knows what was looked at");
            }
            SarifReport rules = new SarifReport(run);
            for (JsonNode result : run.path("results")) {
                if (counts(result)) {
                    findings.add(rules.finding(result));
                }
            }
            JsonNode properties = run.path("properties"); // as Trivy writes them
            properties.path("repoDigests").forEach(each -> images.add(each.asText()));
            properties.path("repoTags").forEach(each -> images.add(each.asText()));
            if (properties.hasNonNull("imageName")) {
                images.add(properties.path("imageName").asText());
            }
        }
        return new ScanReport(images, findings);
    }

    private static boolean counts(JsonNode result) {
        boolean suppressed = !result.path("suppressions").isEmpty();
        for (JsonNode suppression : result.path("suppressions")) {
            suppressed &= suppression.path("status").asText("accepted").equals("accepted");
        }
        return !suppressed
                && !HARMLESS.contains(result.path("kind").asText())
                && !result.path("baselineState").asText().equals("absent");
    }

    private Finding finding(JsonNode result) {
        JsonNode reference = result.path("rule");
        String id = result.path("ruleId").asText(reference.path("id").asText());
        int index = result.path("ruleIndex").asInt(reference.path("index").asInt(-1));
        JsonNode rule = rules.get(id);
        if (rule == null && index >= 0 && index < byIndex.size()) {
            rule = byIndex.get(index);
        }
        if (rule == null) {
            rule = result.path("nothing");
        }
        return new Finding(id.isEmpty() ? rule.path("id").asText() : id, severity(result, rule));
    }

    private static Severity severity(JsonNode result, JsonNode rule) {
        for (JsonNode from : List.of(result, rule)) {
            double score = from.path("properties").path("security-severity").asDouble(-1);
            if (score > 0) {
                return Finding.severity(score);
            }
        }
        String level = result.path("level")
                .asText(rule.path("defaultConfiguration").path("level").asText("warning"));
        return switch (level) {
            case "error" -> Severity.HIGH;
            case "warning" -> Severity.MEDIUM;
            case "note" -> Severity.LOW;
            default -> Severity.UNKNOWN;
        };
    }
}
