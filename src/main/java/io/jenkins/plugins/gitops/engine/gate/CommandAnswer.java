package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.Durations;
import io.jenkins.plugins.gitops.engine.process.BoundedProcess.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a command has answered.
 *
 * @param exit its exit status
 * @param open what it says itself; empty where it leaves that to the exit status
 * @param reason a sentence; empty where it gives none
 * @param retryAfter when to ask again at the earliest
 */
record CommandAnswer(String command, int exit, Optional<Boolean> open, String reason, Optional<Duration> retryAfter) {
    private static final BoundedJson JSON = new BoundedJson(GateProcess.OUTPUT_LIMIT, 10_000);
    private static final int REASON_LIMIT = 1_000;
    private static final Duration LONGEST_RETRY = Duration.ofDays(7);
    private static final Pattern OBJECT = Pattern.compile("(?m)^[\\h\\x{FEFF}\\[]*+\\{");

    /** @throws IOException where a line of the output begins as JSON, and the whole is not one object as it should be */
    static CommandAnswer read(String command, Ended ended) throws IOException {
        String text = new String(ended.output(), StandardCharsets.UTF_8)
                .replaceFirst("^\uFEFF", "")
                .strip();
        String title = "What command " + command + " has written";
        if (!text.startsWith("{")) {
            if (OBJECT.matcher(text).find()) {
                throw new IOException(title + " is more than one JSON object");
            }
            String said = text.isEmpty() ? ended.message() : text;
            return new CommandAnswer(command, ended.exit(), Optional.empty(), shortened(said), Optional.empty());
        }
        JsonNode json = JSON.read(title, text.getBytes(StandardCharsets.UTF_8));
        JsonNode open = json.path("open");
        if (!open.isMissingNode() && !open.isBoolean()) {
            throw new IOException(title + " has an 'open' that is neither true nor false");
        }
        return new CommandAnswer(
                command,
                ended.exit(),
                open.isBoolean() ? Optional.of(open.asBoolean()) : Optional.empty(),
                shortened(json.path("reason").asText("")),
                retryAfter(title, json.path("retryAfter")));
    }

    private static Optional<Duration> retryAfter(String title, JsonNode node) throws IOException {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        Duration duration;
        try {
            duration = node.isNumber()
                    ? Duration.ofSeconds(Math.round(Math.min(node.asDouble(), LONGEST_RETRY.toSeconds())))
                    : Durations.parse(node.asText());
        } catch (IllegalArgumentException e) {
            throw new IOException(title + " has a 'retryAfter' that is neither seconds nor " + e.getMessage(), e);
        }
        Duration bounded = duration.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : duration;
        return bounded.isNegative() ? Optional.empty() : Optional.of(bounded);
    }

    Decision decision(Instant now) {
        boolean yes = exit == 0 && open.orElse(true);
        boolean no = exit == 1 || exit == 0 && !open.orElse(true);
        if (yes) {
            return Decision.open(reason.isEmpty() ? "Command " + command + " says yes" : reason);
        }
        Decision decision = no
                ? Decision.closed(reason.isEmpty() ? "Command " + command + " says no" : reason)
                : Decision.unknown("Command " + command + " ended with exit status " + exit
                        + (reason.isEmpty() ? "" : ": " + reason));
        return retryAfter.map(after -> decision.notBefore(now.plus(after))).orElse(decision);
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= REASON_LIMIT ? line : line.substring(0, REASON_LIMIT) + "…";
    }
}
