package io.jenkins.plugins.gitops.steps;

import io.jenkins.plugins.gitops.engine.promotion.PromotionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Results as plain maps, lists and strings, which a sandboxed Pipeline may read and a restart keeps. */
final class StepResults {
    private StepResults() {}

    static Map<String, Object> of(PromotionResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", result.verdict().name());
        values.put("repository", result.repository());
        values.put("branch", result.branch());
        values.put("commit", result.commit());
        values.put("tree", result.tree());
        values.put("parent", result.parent());
        values.put("files", new ArrayList<>(result.files()));
        values.put("attempts", result.attempts());
        values.put("reason", result.reason());
        return values;
    }
}
