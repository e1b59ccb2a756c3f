package io.jenkins.plugins.gitops.engine.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How all gates of a promotion stand.
 *
 * @param results one for each gate, in the order of {@code gitops.yaml}
 * @param at when the evaluation ended
 */
public record Evaluation(List<GateResult> results, Instant at) {

    public Evaluation {
        results = List.copyOf(results);
    }

    /** Those of several applications that are promoted together, by application. */
    public static Evaluation together(Map<String, Evaluation> parts) {
        return new Evaluation(
                parts.entrySet().stream()
                        .flatMap(part -> part.getValue().results().stream().map(result -> result.of(part.getKey())))
                        .toList(),
                parts.values().stream()
                        .map(Evaluation::at)
                        .max(Instant::compareTo)
                        .orElseThrow());
    }

    /** Those that are about one application. */
    public Evaluation of(String application) {
        return new Evaluation(
                results.stream()
                        .filter(result -> result.application().isEmpty()
                                || result.application().equals(application))
                        .toList(),
                at);
    }

    /** Whether the promotion may be written: every gate is open. */
    public boolean isOpen() {
        return results.stream().allMatch(GateResult::isOpen);
    }

    /** Those that hold the promotion up. */
    public List<GateResult> holding() {
        return results.stream().filter(result -> !result.isOpen()).toList();
    }

    /**
     * When it is worth evaluating again: not before the last of the times that closed gates know; where none knows one,
     * after a while.
     *
     * @param poll the while
     * @return empty where nothing holds the promotion up
     */
    public Optional<Instant> again(Duration poll) {
        if (isOpen()) {
            return Optional.empty();
        }
        Optional<Instant> known =
                holding().stream().flatMap(result -> result.opensAt().stream()).max(Instant::compareTo);
        return Optional.of(known.filter(time -> time.isAfter(at)).orElse(at.plus(poll)));
    }

    /** A sentence: what holds the promotion up, or that nothing does. */
    public String summary() {
        if (isOpen()) {
            return results.isEmpty() ? "There are no gates" : "Every gate is open";
        }
        return holding().stream()
                .filter(result -> result.state() != GateResult.State.PENDING)
                .map(result -> result.title() + ": " + result.reason())
                .collect(Collectors.joining("; "));
    }
}
