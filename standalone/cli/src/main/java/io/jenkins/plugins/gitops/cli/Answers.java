package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.health.Health;
import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON objects that several commands answer with. */
final class Answers {

    private Answers() {}

    /** A resource's health; the status is null where the rules have no opinion. */
    static Map<String, Object> health(ResourceKey key, String version, @CheckForNull Health health, String rules) {
        Map<String, Object> answer = resource(key, version);
        answer.put("status", health == null ? null : health.status());
        answer.put("message", health == null ? "" : health.message());
        answer.put("rules", rules);
        return answer;
    }

    /** Answers with what became of a promotion. */
    static void tell(PromotionResult result, Output out) {
        if (out.isJson()) {
            out.document(promotion(result));
            return;
        }
        String commit = result.commit() == null ? "" : " " + result.commit();
        out.say(result.verdict() + commit + " on " + result.branch() + " of " + result.repository() + ": "
                + result.reason());
        gates(result)
                .forEach(gate -> out.say(String.format("  %-9s%s: %s", gate.state(), gate.title(), gate.reason())));
        result.files().forEach(file -> out.say("  " + file));
        String diff = result.diff();
        if (diff != null) {
            out.say(diff.stripTrailing());
        }
    }

    private static List<GateResult> gates(PromotionResult result) {
        Evaluation gates = result.gates();
        return gates == null ? List.of() : gates.results();
    }

    /** What became of a promotion; {@code diff} is there for a dry run only, {@code gates} where any were asked. */
    static Map<String, Object> promotion(PromotionResult result) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("verdict", result.verdict().name());
        answer.put("repository", result.repository());
        answer.put("branch", result.branch());
        answer.put("commit", result.commit());
        answer.put("tree", result.tree());
        answer.put("parent", result.parent());
        answer.put("files", result.files());
        answer.put("attempts", result.attempts());
        answer.put("reason", result.reason());
        if (result.gates() != null) {
            answer.put("gates", gates(result).stream().map(Answers::gate).toList());
        }
        if (result.diff() != null) {
            answer.put("diff", result.diff());
        }
        return answer;
    }

    private static Map<String, Object> gate(GateResult gate) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", gate.title());
        answer.put("type", gate.type());
        answer.put("state", gate.state().name());
        answer.put("reason", gate.reason());
        answer.put("opensAt", gate.opensAt().map(Instant::toString).orElse(null));
        answer.put("at", gate.evaluatedAt().toString());
        return answer;
    }

    /** An object for people: {@code Deployment shop/web}. */
    static String name(ResourceKey key) {
        return key.kind() + " " + (key.namespace().isEmpty() ? "" : key.namespace() + "/") + key.name();
    }

    static Map<String, Object> resource(ResourceKey key, String version) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("group", key.group());
        answer.put("version", version);
        answer.put("kind", key.kind());
        answer.put("namespace", key.namespace());
        answer.put("name", key.name());
        return answer;
    }
}
