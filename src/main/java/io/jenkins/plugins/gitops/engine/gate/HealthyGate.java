package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.application.Gate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Environments must be live and healthy at exactly this version, now. */
final class HealthyGate implements Evaluator {
    private final Gate.Healthy gate;
    private final ProvedVersions proved;

    HealthyGate(Gate.Healthy gate, ProvedVersions proved) {
        this.gate = gate;
        this.proved = proved;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        List<String> environments = gate.environments();
        if (environments.isEmpty()) {
            return Decision.open(Times.nothingBefore(candidate));
        }
        List<String> missing = new ArrayList<>();
        for (String environment : environments) {
            ProvedVersions.Proof proof = proved.of(candidate, environment);
            Occupancies times = new Occupancies(proof.occupancies());
            if (times.standing().isEmpty()) {
                String was = times.left()
                        .map(left -> " any more, since " + Times.text(left))
                        .orElse("");
                missing.add(environment + " is not live and healthy at " + candidate.version() + was
                        + (proof.now().isEmpty() ? "" : "; " + proof.now()));
            }
        }
        return missing.isEmpty()
                ? Decision.open(String.join(" and ", environments) + (environments.size() == 1 ? " is" : " are")
                        + " live and healthy at " + candidate.version())
                : Decision.closed(String.join("; ", missing));
    }
}
