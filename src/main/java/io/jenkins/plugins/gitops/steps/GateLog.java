package io.jenkins.plugins.gitops.steps;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a log was told of gates: each only when it stands differently from before, also over a restart. */
final class GateLog implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Never changed, only replaced: the Pipeline may be written down at any time. */
    private volatile LinkedHashMap<String, Standing> told = new LinkedHashMap<>();

    /** How a gate stands, and since when. */
    private record Standing(GateResult.State state, Instant since) implements Serializable {}

    /** The sentences that are new. */
    synchronized List<String> news(Evaluation evaluation) {
        List<String> news = new ArrayList<>();
        Map<String, Standing> before = told;
        LinkedHashMap<String, Standing> now = new LinkedHashMap<>();
        for (GateResult gate : evaluation.results()) {
            Standing stood = before.get(gate.title());
            boolean differs = stood == null || stood.state() != gate.state();
            now.put(gate.title(), differs ? new Standing(gate.state(), gate.evaluatedAt()) : stood);
            if (differs) {
                news.add("Gate " + gate.title() + " is " + gate.state().name().toLowerCase(Locale.ROOT) + ": "
                        + gate.reason());
            }
        }
        told = now;
        return news;
    }

    /** The titles of the gates that were not open. */
    List<String> holding() {
        return told.entrySet().stream()
                .filter(gate -> gate.getValue().state() != GateResult.State.OPEN)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Since when each gate has stood as it does, by title. */
    Map<String, Instant> since() {
        Map<String, Instant> since = new LinkedHashMap<>();
        told.forEach((gate, standing) -> since.put(gate, standing.since()));
        return since;
    }
}
