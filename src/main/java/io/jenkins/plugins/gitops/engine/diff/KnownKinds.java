package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code known-kinds.txt}, read once: defaults, forms and list keys of the API server's own kinds
 * (Kubernetes: pkg/apis/&#42;/defaults.go and the OpenAPI document's x-kubernetes-list-map-keys).
 */
final class KnownKinds {
    private static final String TABLE = "known-kinds.txt";
    private static final String OF_EVERY_OBJECT = "Object";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KnownKinds KINDS = read();

    private final Map<String, Map<String, Shape>> types = new HashMap<>();
    private final Map<String, Shape> kinds = new HashMap<>();
    private final Shape unknown;

    private KnownKinds(List<String> lines) {
        Map<String, Shape> fields = Map.of();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                if (Character.isWhitespace(line.charAt(0))) {
                    String[] parts = line.strip().split("\\s+", 2);
                    fields.put(parts[0], shape(parts.length > 1 ? parts[1] : ""));
                } else {
                    fields = type(line.strip());
                }
            }
        }
        types.forEach((name, ownFields) -> kinds.put(name, object(ownFields, true)));
        unknown = object(Map.of(), false);
    }

    /** The shape of a kind's objects; without knowledge but of their metadata, where the kind is not in the table. */
    static Shape of(GroupKind kind) {
        return KINDS.kinds.getOrDefault(kind.toString(), KINDS.unknown);
    }

    private static KnownKinds read() {
        try (InputStream table = KnownKinds.class.getResourceAsStream(TABLE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return new KnownKinds(reader.lines().toList());
        } catch (IOException broken) {
            throw new UncheckedIOException("Cannot read " + TABLE, broken);
        }
    }

    /** A type may be named before the line that describes it. */
    private Map<String, Shape> type(String name) {
        return types.computeIfAbsent(name, unseen -> new HashMap<>());
    }

    private Shape object(Map<String, Shape> ownFields, boolean typed) {
        Map<String, Shape> fields = new LinkedHashMap<>(type(OF_EVERY_OBJECT));
        fields.putAll(ownFields);
        return new Shape(Shape.Form.VALUE, Scalar.PLAIN, typed, fields, null, List.of(), false, false, false, null);
    }

    private Shape shape(String description) {
        int equals = description.indexOf("= ");
        DefaultValue otherwise = equals < 0
                ? null
                : defaultValue(description.substring(equals + 2).strip());
        List<String> words = new ArrayList<>(Arrays.asList((equals < 0 ? description : description.substring(0, equals))
                .strip()
                .split("\\s+")));
        boolean zero = words.remove("zero");
        boolean exact = words.remove("exact");
        boolean ordered = words.remove("ordered");
        String type = words.isEmpty() ? "" : words.get(0);
        List<String> keys = List.of();
        Shape element = null;
        int bracket = type.indexOf('[');
        if (type.startsWith("{")) {
            element = element(type.substring(1, type.length() - 1));
        } else if (bracket >= 0) {
            element = element(type.substring(0, bracket));
            String names = type.substring(bracket + 1, type.length() - 1);
            keys = names.isEmpty() ? List.of() : List.of(names.split(","));
        }
        boolean object = element == null && !type.isEmpty() && Character.isUpperCase(type.charAt(0));
        return new Shape(
                form(type),
                element == null ? scalar(type) : Scalar.PLAIN,
                true,
                object ? type(type) : Map.of(),
                element,
                keys,
                ordered,
                zero,
                exact,
                otherwise);
    }

    private Shape element(String type) {
        if (type.isEmpty() || type.equals("set")) {
            return Shape.ELEMENT;
        }
        Map<String, Shape> fields = Character.isUpperCase(type.charAt(0)) ? type(type) : Map.of();
        return new Shape(Shape.Form.VALUE, scalar(type), true, fields, null, List.of(), false, false, true, null);
    }

    private static Shape.Form form(String type) {
        return switch (type) {
            case "ignored" -> Shape.Form.IGNORED;
            case "labels", "annotations" -> Shape.Form.BOOKKEEPING;
            case "set[]" -> Shape.Form.SET;
            default -> type.startsWith("{") ? Shape.Form.MAP : Shape.Form.VALUE;
        };
    }

    private static Scalar scalar(String type) {
        return switch (type) {
            case "quantity" -> Scalar.QUANTITY;
            case "duration" -> Scalar.DURATION;
            case "intstr" -> Scalar.INT_OR_STRING;
            case "base64" -> Scalar.BASE64;
            default -> Scalar.PLAIN;
        };
    }

    @CheckForNull
    private static DefaultValue defaultValue(String text) {
        if (text.startsWith("@")) {
            return ComputedDefault.named(text.substring(1));
        }
        try {
            Object value = JSON.readValue(text, Object.class);
            return siblings -> value;
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(TABLE + ": '" + text + "' is no JSON", broken);
        }
    }
}
