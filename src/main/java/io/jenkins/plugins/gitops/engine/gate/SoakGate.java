package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.application.Gate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The version must have been live and healthy without a break for a while in each of the environments before (Kargo:
 * requiredSoakTime; the longest time counts, also one that is over).
 */
final class SoakGate implements Evaluator {
    private final Gate.Soak gate;
    private final ProvedVersions proved;

    SoakGate(Gate.Soak gate, ProvedVersions proved) {
        this.gate = gate;
        this.proved = proved;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        List<String> environments = candidate.environment().after();
        if (environments.isEmpty()) {
            return Decision.open(Times.nothingBefore(candidate));
        }
        List<String> missing = new ArrayList<>();
        Instant opens = now;
        for (String environment : environments) {
            Occupancies times =
                    new Occupancies(proved.of(candidate, environment).occupancies());
            Duration longest = times.longest(now);
            if (longest.compareTo(gate.duration()) < 0) {
                // the earliest: it goes on as it stands, or begins this moment
                Instant full = times.standing()
                        .filter(since -> since.isBefore(now))
                        .orElse(now)
                        .plus(gate.duration());
                opens = full.isAfter(opens) ? full : opens;
                missing.add(candidate.version() + " has been live and healthy in " + environment + " for "
                        + Durations.format(longest.truncatedTo(ChronoUnit.SECONDS)) + " of "
                        + Durations.format(gate.duration())
                        + (times.standing().isEmpty() ? ", and is not there now" : ""));
            }
        }
        return missing.isEmpty()
                ? Decision.open(candidate.version() + " has been live and healthy for "
                        + Durations.format(gate.duration()) + " in " + String.join(" and ", environments))
                : Decision.closed(String.join("; ", missing)).notBefore(opens);
    }
}
