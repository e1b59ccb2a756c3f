package io.jenkins.plugins.gitops.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit;
import java.util.List;
import java.util.stream.Collectors;

/** Reads {@code FILE#PATH=VALUE}. */
final class Assignments {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Assignments() {}

    /** An assignment of a string. */
    static ValueEdit.Value string(String assignment) {
        try {
            return ValueEdit.Value.parse(assignment);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    /** An assignment of a number, a boolean or null. */
    static ValueEdit.Value json(String assignment) {
        ValueEdit.Value text = string(assignment);
        return new ValueEdit.Value(text.file(), text.path(), parse(String.valueOf(text.value()), assignment));
    }

    @CheckForNull
    private static Object parse(String value, String assignment) {
        try {
            JsonNode node = JSON.readTree(value);
            if (node.isNumber() || node.isBoolean() || node.isNull()) {
                return scalar(node);
            }
        } catch (JsonProcessingException e) {
            // said below
        }
        throw new BadInput(
                "--set-json " + assignment + ": expected a number, true, false or null; strings go with --set");
    }

    /** The value of a JSON scalar. */
    @CheckForNull
    static Object scalar(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        return node.isNumber()
                ? node.numberValue()
                : node.isBoolean() ? (Object) node.booleanValue() : node.textValue();
    }

    /** What an edit does, as the subject of a commit. Says no values: one may be a Secret's. */
    static String describe(ValueEdit edit) {
        String files =
                edit.values().stream().map(ValueEdit.Value::file).distinct().collect(Collectors.joining(", "));
        List<ValueEdit.Value> values = edit.values();
        return "Set " + (values.size() == 1 ? values.get(0).path() : values.size() + " values") + " in " + files;
    }
}
