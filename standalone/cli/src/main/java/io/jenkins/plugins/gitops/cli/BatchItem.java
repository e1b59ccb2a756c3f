package io.jenkins.plugins.gitops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.audit.Trailer;
import io.jenkins.plugins.gitops.engine.audit.Trailers;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import io.jenkins.plugins.gitops.engine.version.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One promotion of a batch.
 *
 * @param id names it in the results
 * @param branch where to; null for the batch's own
 * @param edit what to change
 * @param message of the commit; null for one that says what is set
 * @param trailers its stream and order; none where it has no order
 */
record BatchItem(
        String id,
        @CheckForNull String branch,
        ValueEdit edit,
        @CheckForNull String message,
        Trailers trailers) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> KEYS = Set.of("id", "branch", "set", "create", "message", "stream", "order");

    /**
     * Reads a batch.
     *
     * @throws BadInput with every line that is no promotion; then nothing of the batch is to be promoted
     */
    static List<BatchItem> read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new BadInput(file + " cannot be read; expected a file with one JSON object a line");
        }
        List<BatchItem> items = new ArrayList<>();
        List<String> mistakes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                BatchItem item = parse(line);
                if (!ids.add(item.id())) {
                    throw new BadInput("a second promotion with the id " + item.id());
                }
                items.add(item);
            } catch (BadInput e) {
                mistakes.add(file + ":" + number + ": " + e.getMessage());
            }
        }
        if (!mistakes.isEmpty()) {
            throw new BadInput("Nothing of the batch was promoted:\n" + String.join("\n", mistakes));
        }
        return items;
    }

    private static BatchItem parse(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new BadInput("column " + e.getLocation().getColumnNr() + ": no JSON: " + e.getOriginalMessage(), e);
        }
        if (!node.isObject()) {
            throw new BadInput("expected a JSON object");
        }
        for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
            String key = keys.next();
            if (!KEYS.contains(key)) {
                throw new BadInput(
                        "unknown key '" + key + "', expected id, branch, set, create, message, stream or order");
            }
        }
        String id = text(node, "id");
        if (id == null) {
            throw new BadInput("expected an 'id'");
        }
        JsonNode create = node.path("create");
        if (!create.isMissingNode() && !create.isBoolean()) {
            throw new BadInput("'create' is true or false");
        }
        return new BatchItem(
                id,
                text(node, "branch"),
                new ValueEdit(values(node), create.asBoolean()),
                text(node, "message"),
                trailers(node));
    }

    private static Trailers trailers(JsonNode node) {
        String stream = text(node, "stream");
        JsonNode value = node.path("order");
        if (value.isMissingNode()) {
            return Trailers.none();
        }
        if (stream == null) {
            throw new BadInput("an 'order' is one among those of a 'stream', and there is none");
        }
        String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
        Order order = Order.parse(text)
                .filter(parsed -> value.isNumber() || parsed instanceof Order.Version)
                .orElseThrow(() -> new BadInput(
                        "'order' is a whole number or a semantic version such as \"1.10.0\", not " + value));
        return Trailers.none().with(Trailer.STREAM, stream).with(Trailer.ORDER, order.toString());
    }

    private static List<ValueEdit.Value> values(JsonNode node) {
        JsonNode set = node.path("set");
        if (!set.isObject() || set.isEmpty()) {
            throw new BadInput("expected 'set' with at least one \"FILE#PATH\": \"VALUE\"");
        }
        List<ValueEdit.Value> values = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : set.properties()) {
            if (!entry.getValue().isValueNode()) {
                throw new BadInput("the value of '" + entry.getKey() + "' is a string, number, boolean or null");
            }
            ValueEdit.Value place = Assignments.string(entry.getKey() + "=");
            values.add(new ValueEdit.Value(place.file(), place.path(), Assignments.scalar(entry.getValue())));
        }
        return values;
    }

    @CheckForNull
    private static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw new BadInput("'" + key + "' is a string that is not empty");
        }
        return value.textValue();
    }
}
