package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.gate.ProvedVersions.Occupancy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The times in which a version was live and healthy in one environment. */
record Occupancies(List<Occupancy> all) {

    Occupancies {
        all = all.stream().sorted(Comparator.comparing(Occupancy::since)).toList();
    }

    /** Since when it is to this moment. */
    Optional<Instant> standing() {
        return all.stream()
                .filter(each -> each.until().isEmpty())
                .map(Occupancy::since)
                .findFirst();
    }

    /** When it last was; empty where it never was, or is. */
    Optional<Instant> left() {
        return standing().isPresent()
                ? Optional.empty()
                : all.stream().flatMap(each -> each.until().stream()).max(Instant::compareTo);
    }

    /** The longest time without a break, also one that is over (Kargo: freight_types.go, longest soak). */
    Duration longest(Instant now) {
        return all.stream()
                .map(each -> Duration.between(each.since(), each.until().orElse(now)))
                .filter(time -> !time.isNegative())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
