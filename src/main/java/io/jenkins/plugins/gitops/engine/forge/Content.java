package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of an answer, read without trust: what is not there, or of another type, is empty, and what must be there is
 * an exception.
 *
 * @param node the JSON
 * @param source what is read from where, for a message
 */
record Content(JsonNode node, String source) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    /** Goes down by names. */
    Content at(String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return new Content(found, source);
    }

    /** A text or number below; empty where there is none. */
    String text(String... path) {
        return at(path).node.asText("");
    }

    boolean flag(String... path) {
        return at(path).node.asBoolean(false);
    }

    boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    List<Content> list(String... path) {
        List<Content> elements = new ArrayList<>();
        JsonNode found = at(path).node;
        if (found.isArray()) {
            found.forEach(element -> elements.add(new Content(element, source)));
        }
        return elements;
    }

    /** A whole number that must be there. */
    long number(String... path) throws ForgeException {
        JsonNode found = at(path).node;
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw missing("number", path);
        }
        return found.longValue();
    }

    /** A text that must be there. */
    String required(String... path) throws ForgeException {
        String text = text(path);
        if (text.isEmpty()) {
            throw missing("text", path);
        }
        return text;
    }

    /** A full commit id that must be there. */
    String commit(String... path) throws ForgeException {
        return optionalCommit(path).orElseThrow(() -> missing("commit id", path));
    }

    /** A full commit id; empty where there is none. */
    Optional<String> optionalCommit(String... path) {
        return Optional.of(text(path)).filter(id -> isCommit(id));
    }

    /** A time with its offset from UTC; empty where there is none. */
    Optional<Instant> time(String... path) {
        try {
            return Optional.of(OffsetDateTime.parse(text(path)).toInstant());
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    private ForgeException missing(String what, String... path) {
        return new ForgeException(
                Reason.UNREADABLE,
                "Could not " + source + ": the answer has no " + what + " at " + String.join(".", path)
                        + "; check the kind of host and its API URL");
    }
}
