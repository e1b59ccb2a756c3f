package io.jenkins.plugins.gitops.engine.promotion;

import io.jenkins.plugins.gitops.engine.diff.Change;
import io.jenkins.plugins.gitops.engine.diff.Comparison;
import io.jenkins.plugins.gitops.engine.diff.Verdict;
import io.jenkins.plugins.gitops.engine.gate.DriftReadings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * What an environment's cluster runs against what Git says.
 *
 * @param revision the commit that was compared
 * @param comparison of every desired object that could be read, and of what is there, ours and not desired
 * @param unknown what could not be read and why, as sentences
 */
public record EnvironmentDiff(String revision, Comparison comparison, List<String> unknown) {

    public EnvironmentDiff {
        unknown = List.copyOf(unknown);
    }

    /** Out of sync where anything differs; in sync only where everything could be read. */
    public Verdict verdict() {
        boolean blind = comparison.verdict() == Verdict.SYNCED && !unknown.isEmpty();
        return blind ? Verdict.UNKNOWN : comparison.verdict();
    }

    /**
     * The same, as a gate asks for it.
     *
     * @throws IOException where not everything could be read, and nothing else differs
     */
    public DriftReadings.Reading reading(Instant at) throws IOException {
        if (verdict() == Verdict.UNKNOWN) {
            throw new IOException(String.join("; ", unknown));
        }
        List<String> differences = comparison.resources().stream()
                .filter(resource -> resource.change() != Change.NONE)
                .map(resource -> resource.key().kind() + " " + resource.key().name() + " " + resource.reason())
                .toList();
        return new DriftReadings.Reading(differences, at);
    }
}
