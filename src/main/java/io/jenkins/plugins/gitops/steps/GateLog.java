package io.jenkins.plugins.gitops.steps;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a log was told of gates: each only when it stands differently from before, also over a restart. */
final class GateLog implements Serializable {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, GateResult.State> told = new LinkedHashMap<>();

    /** The sentences that are new. */
    synchronized List<String> news(Evaluation evaluation) {
        List<String> news = new ArrayList<>();
        Map<String, GateResult.State> before = new LinkedHashMap<>(told);
        told.clear();
        for (GateResult gate : evaluation.results()) {
            told.put(gate.name(), gate.state());
            if (gate.state() != before.get(gate.name())) {
                news.add("Gate " + gate.name() + " is " + gate.state().name().toLowerCase(Locale.ROOT) + ": "
                        + gate.reason());
            }
        }
        return news;
    }

    /** The names of the gates that were not open. */
    synchronized List<String> holding() {
        return told.entrySet().stream()
                .filter(gate -> gate.getValue() != GateResult.State.OPEN)
                .map(Map.Entry::getKey)
                .toList();
    }
}
