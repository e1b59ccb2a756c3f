package io.jenkins.plugins.gitops.engine.audit;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.audit.NoteRecord.Type;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The text of one note. Lines of others, later versions and unknown keys are passed over; a line of ours that cannot be
 * read is told.
 */
final class NoteLines {
    /** Beyond this a note is not read, and nothing is added to it. */
    static final int NOTE_BYTES = 1 << 20;

    private static final int LINE_CHARS = 1 << 14;
    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private NoteLines() {}

    /** A record as its line, without the line break. */
    static String write(NoteRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("v", VERSION);
        line.put("type", record.type().key());
        line.put("commit", record.commit());
        line.put("application", record.application());
        line.put("environment", record.environment());
        put(line, "gate", record.gate());
        line.put("verdict", record.verdict());
        line.put("time", record.time().toString());
        put(line, "by", record.by());
        put(line, "build", record.build());
        put(line, "rules", record.rules());
        if (!record.unseen().isEmpty()) {
            line.put("unseen", record.unseen());
        }
        put(line, "included", record.included());
        put(line, "reason", record.reason());
        if (!record.groups().isEmpty()) {
            line.put("groups", record.groups());
        }
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that is no JSON", e);
        }
    }

    private static void put(Map<String, Object> line, String key, String value) {
        if (!value.isEmpty()) {
            line.put(key, value);
        }
    }

    /**
     * The records of a commit's note, in the order written.
     *
     * @param problems told what cannot be read
     */
    static List<NoteRecord> read(String commit, byte[] note, Consumer<String> problems) {
        if (note.length > NOTE_BYTES) {
            problems.accept("The note of " + commit + " has " + note.length + " bytes; more than " + NOTE_BYTES
                    + " are not read");
            return List.of();
        }
        List<NoteRecord> records = new ArrayList<>();
        int number = 0;
        for (String line : new String(note, StandardCharsets.UTF_8).split("\n", -1)) {
            number++;
            if (line.startsWith("{")) {
                try {
                    read(commit, line).ifPresent(records::add);
                } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
                    String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
                    problems.accept("Line " + number + " of the note of " + commit + " is passed over: "
                            + Trailers.oneLine(why));
                }
            }
        }
        return records;
    }

    private static Optional<NoteRecord> read(String commit, String line) throws JsonProcessingException {
        if (line.length() > LINE_CHARS) {
            throw new IllegalArgumentException("it is longer than " + LINE_CHARS + " characters");
        }
        JsonNode node = JSON.readTree(line);
        Optional<Type> type = Arrays.stream(Type.values())
                .filter(each -> each.key().equals(node.path("type").asText()))
                .findFirst();
        if (node.path("v").asInt() != VERSION || type.isEmpty()) {
            return Optional.empty();
        }
        // git copies notes along a rebase: what was found out about one commit says nothing about another
        if (!text(node, "commit").equals(commit)) {
            throw new IllegalArgumentException("it is about commit " + text(node, "commit"));
        }
        return Optional.of(new NoteRecord(
                type.get(),
                commit,
                text(node, "application"),
                text(node, "environment"),
                text(node, "gate"),
                text(node, "verdict"),
                Instant.parse(text(node, "time")),
                text(node, "by"),
                text(node, "build"),
                text(node, "rules"),
                texts(node, "unseen"),
                text(node, "included"),
                text(node, "reason"),
                texts(node, "groups")));
    }

    private static List<String> texts(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" is no text");
        }
        return value.asText();
    }

    /** A note with a line more, every other byte as it was; the same note where the line is there already. */
    static byte[] append(byte[] note, String line) {
        String text = new String(note, StandardCharsets.ISO_8859_1);
        String added = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        if (("\n" + text + "\n").contains("\n" + added + "\n")) {
            return note;
        }
        String separator = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return (text + separator + added + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
