package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.audit.Change;
import io.jenkins.plugins.gitops.engine.audit.Figures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code gitops log} answers. */
record LogAnswer(String application, List<Change> changes, List<Figures> figures) {
    private static final int SHORT_ID = 10;
    private static final String NOT_KNOWN = "not known";

    /** For programs; what is not known is null. */
    Map<String, Object> json() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("application", application);
        answer.put("changes", changes.stream().map(LogAnswer::json).toList());
        answer.put("figures", figures.stream().map(LogAnswer::json).toList());
        return answer;
    }

    private static Map<String, Object> json(Change change) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("action", change.action());
        answer.put("environment", orNull(change.environment()));
        answer.put("version", orNull(change.version()));
        answer.put("commit", change.commit());
        answer.put("promotion", orNull(change.promotion()));
        answer.put("by", orNull(change.by()));
        answer.put("build", orNull(change.build()));
        answer.put("reason", orNull(change.reason()));
        answer.put("forced", change.forced());
        answer.put("from", orNull(change.from()));
        answer.put("gates", orNull(change.gates()));
        answer.put("committed", text(change.committed()));
        answer.put("live", text(change.proved()));
        answer.put("degraded", text(change.degraded()));
        answer.put("undoes", orNull(change.undoes()));
        answer.put("undoneBy", orNull(change.undoneBy()));
        return answer;
    }

    private static Map<String, Object> json(Figures figures) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("environment", figures.environment());
        answer.put("from", text(figures.from()));
        answer.put("to", text(figures.to()));
        answer.put("deployments", orNull(figures.deployments().stream().boxed().findFirst()));
        answer.put("failures", orNull(figures.failures().stream().boxed().findFirst()));
        answer.put(
                "deploymentsPerDay",
                orNull(figures.deploymentsPerDay().stream().boxed().findFirst()));
        answer.put("leadTimeSeconds", orNull(figures.leadTime().map(Duration::toSeconds)));
        answer.put(
                "changeFailureRate",
                orNull(figures.changeFailureRate().stream().boxed().findFirst()));
        answer.put("timeToRestoreSeconds", orNull(figures.timeToRestore().map(Duration::toSeconds)));
        return answer;
    }

    /** For people. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        changes.forEach(change -> lines.add(line(change)));
        if (changes.isEmpty()) {
            lines.add("No changes of " + application);
        }
        figures.forEach(each -> lines.add(line(each)));
        return lines;
    }

    private static String line(Change change) {
        StringBuilder line = new StringBuilder(seconds(change.committed()))
                .append("  ")
                .append(change.environment().isEmpty() ? "everywhere" : change.environment())
                .append("  ")
                .append(change.action());
        add(line, " ", change.version());
        line.append("  ").append(change.commit(), 0, SHORT_ID);
        add(line, " by ", change.by());
        add(line, " from ", change.build());
        Instant proved = change.proved();
        if (proved != null) {
            line.append(", live after ").append(between(change.committed(), proved));
        }
        Instant degraded = change.degraded();
        if (degraded != null) {
            line.append(", degraded after ").append(between(change.committed(), degraded));
        }
        if (!change.undoneBy().isEmpty()) {
            line.append(", undone by ").append(change.undoneBy(), 0, SHORT_ID);
        }
        add(line, ", forced ", String.join(", ", change.forced()));
        add(line, ": ", change.reason());
        return line.toString();
    }

    private static String line(Figures figures) {
        String deployments = figures.deployments().isEmpty()
                ? "deployments " + NOT_KNOWN
                : String.format(
                        Locale.ROOT,
                        "%d deployments (%.2f a day)",
                        figures.deployments().getAsInt(),
                        figures.deploymentsPerDay().orElse(0));
        String rate = figures.changeFailureRate().isEmpty()
                ? NOT_KNOWN
                : String.format(
                        Locale.ROOT, "%.0f%%", figures.changeFailureRate().getAsDouble() * 100);
        return figures.environment() + ", " + between(figures.from(), figures.to()) + ": " + deployments
                + ", lead time " + figures.leadTime().map(LogAnswer::text).orElse(NOT_KNOWN) + ", change failure rate "
                + rate + ", time to restore "
                + figures.timeToRestore().map(LogAnswer::text).orElse(NOT_KNOWN);
    }

    private static void add(StringBuilder line, String before, String text) {
        if (!text.isEmpty()) {
            line.append(before).append(text);
        }
    }

    private static String between(Instant from, Instant to) {
        return text(Duration.between(from, to));
    }

    private static String text(Duration duration) {
        return duration.isNegative() ? "0s" : Durations.format(duration.truncatedTo(ChronoUnit.SECONDS));
    }

    @CheckForNull
    private static String text(@CheckForNull Instant time) {
        return time == null ? null : seconds(time);
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @CheckForNull
    private static String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    @CheckForNull
    private static <T> T orNull(Optional<T> value) {
        return value.orElse(null);
    }
}
