package io.jenkins.plugins.gitops.engine.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How an environment did in a window of time, by the four figures that DORA compares teams by. Empty is not known, which
 * is not zero: of an environment without any verdict nothing is known.
 *
 * @param environment the environment
 * @param from the window's start, not in it
 * @param to the window's end, in it
 * @param deployments promotions that came to the cluster in the window
 * @param failures those of them that were found degraded or undone by the window's end
 * @param leadTime the median time from a version's beginning until it was first proved live here, of the versions for
 *     which that was in the window
 * @param timeToRestore the median time from a failure until the next verdict LIVE, of the failures that ended in the
 *     window
 */
public record Figures(
        String environment,
        Instant from,
        Instant to,
        OptionalInt deployments,
        OptionalInt failures,
        Optional<Duration> leadTime,
        Optional<Duration> timeToRestore) {
    private static final double SECONDS_A_DAY = 86_400;

    /** Deployments a day. */
    public OptionalDouble deploymentsPerDay() {
        double days = Duration.between(from, to).toSeconds() / SECONDS_A_DAY;
        return deployments.isPresent() && days > 0
                ? OptionalDouble.of(deployments.getAsInt() / days)
                : OptionalDouble.empty();
    }

    /** Failures among the deployments, from 0 to 1; empty where there was none to fail. */
    public OptionalDouble changeFailureRate() {
        return failures.isPresent() && deployments.orElse(0) > 0
                ? OptionalDouble.of((double) failures.getAsInt() / deployments.getAsInt())
                : OptionalDouble.empty();
    }

    /**
     * The figures of an environment.
     *
     * @param changes of the application in all environments
     * @param records of the application in all environments
     */
    static Figures of(String environment, List<Change> changes, List<NoteRecord> records, Instant from, Instant to) {
        List<NoteRecord> verdicts = records.stream()
                .filter(record -> record.environment().equals(environment))
                .filter(record -> record.isLive() || record.isDegraded())
                .filter(record -> !record.time().isAfter(to))
                .toList();
        if (verdicts.isEmpty()) {
            return unknown(environment, from, to);
        }
        List<Change> here = changes.stream()
                .filter(change -> change.isPromotion() && change.environment().equals(environment))
                .toList();
        List<Change> deployed = here.stream()
                .filter(change -> isWithin(change.deployed(), from, to))
                .toList();
        long failed = deployed.stream().filter(change -> isFailed(change, to)).count();
        return new Figures(
                environment,
                from,
                to,
                OptionalInt.of(deployed.size()),
                OptionalInt.of((int) failed),
                median(leadTimes(here, beginnings(changes), from, to)),
                median(restores(here, verdicts, from, to)));
    }

    /** The figures of an environment of which too little is known. */
    static Figures unknown(String environment, Instant from, Instant to) {
        return new Figures(
                environment, from, to, OptionalInt.empty(), OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    private static boolean isWithin(Instant time, Instant from, Instant to) {
        return time != null && time.isAfter(from) && !time.isAfter(to);
    }

    private static boolean isFailed(Change change, Instant to) {
        return Stream.of(Optional.ofNullable(change.degraded()), Optional.ofNullable(change.undone()))
                .flatMap(Optional::stream)
                .anyMatch(time -> !time.isAfter(to));
    }

    /** By version, when its own commit was written or it was promoted first, in whatever environment. */
    private static Map<String, Instant> beginnings(List<Change> changes) {
        Map<String, Instant> beginnings = new HashMap<>();
        for (Change change : changes) {
            if (change.isPromotion()) {
                Instant begun = change.born() == null ? change.committed() : change.born();
                beginnings.merge(version(change), begun, (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return beginnings;
    }

    /** A promotion that names no version is one of its own. */
    private static String version(Change change) {
        return change.version().isEmpty() ? "commit " + change.commit() : "version " + change.version();
    }

    private static List<Duration> leadTimes(
            List<Change> here, Map<String, Instant> beginnings, Instant from, Instant to) {
        Map<String, Instant> arrivals = new HashMap<>();
        for (Change change : here) {
            if (change.proved() != null) {
                arrivals.merge(version(change), change.proved(), (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        List<Duration> times = new ArrayList<>();
        arrivals.forEach((version, arrival) -> {
            if (isWithin(arrival, from, to)) {
                Duration time = Duration.between(beginnings.get(version), arrival);
                times.add(time.isNegative() ? Duration.ZERO : time);
            }
        });
        return times;
    }

    private record Turn(Instant time, boolean well) {}

    /** From the first sign of each failure to the first LIVE behind it. */
    private static List<Duration> restores(List<Change> here, List<NoteRecord> verdicts, Instant from, Instant to) {
        List<Turn> turns = new ArrayList<>();
        verdicts.forEach(verdict -> turns.add(new Turn(verdict.time(), verdict.isLive())));
        here.forEach(change -> {
            if (change.undone() != null) {
                turns.add(new Turn(change.undone(), false));
            }
        });
        turns.sort(Comparator.comparing(Turn::time).thenComparing(Turn::well));
        List<Duration> restores = new ArrayList<>();
        Instant since = null;
        for (Turn turn : turns) {
            if (!turn.well()) {
                since = since == null ? turn.time() : since;
            } else if (since != null) {
                if (isWithin(turn.time(), from, to)) {
                    restores.add(Duration.between(since, turn.time()));
                }
                since = null;
            }
        }
        return restores;
    }

    private static Optional<Duration> median(List<Duration> durations) {
        if (durations.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return Optional.of(
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : sorted.get(middle - 1).plus(sorted.get(middle)).dividedBy(2));
    }
}
