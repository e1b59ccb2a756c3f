package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Environments must run what Git says, as of a recent look. */
final class DriftGate implements Evaluator {
    /** A look that is older says nothing about now. */
    static final Duration RECENT = Duration.ofMinutes(10);

    private static final int TOLD = 3;

    private final Gate.Drift gate;
    private final DriftReadings readings;

    DriftGate(Gate.Drift gate, DriftReadings readings) {
        this.gate = gate;
        this.readings = readings;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        if (gate.environments().isEmpty()) {
            return Decision.open(Times.nothingBefore(candidate));
        }
        List<String> drifted = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        for (String environment : gate.environments()) {
            DriftReadings.Reading reading = readings.of(candidate, environment);
            List<String> differences = reading.differences();
            if (!differences.isEmpty()) {
                int more = differences.size() - TOLD;
                drifted.add(environment + " does not run what Git says: "
                        + String.join(", ", differences.subList(0, Math.min(TOLD, differences.size())))
                        + (more > 0 ? " and " + more + " more" : ""));
            } else if (reading.at().isBefore(now.minus(RECENT))) {
                stale.add(environment + " was last looked at " + Times.text(reading.at()));
            }
        }
        if (!drifted.isEmpty()) {
            return Decision.closed(String.join("; ", drifted));
        }
        return stale.isEmpty()
                ? Decision.open(String.join(" and ", gate.environments())
                        + (gate.environments().size() == 1 ? " runs" : " run") + " what Git says")
                : Decision.unknown(String.join("; ", stale) + ", too long ago to say whether there is drift");
    }
}
