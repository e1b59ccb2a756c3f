package io.jenkins.plugins.gitops.engine.cluster;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From the JSON an API server speaks to values, and back. */
final class Answers {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .build();
    private static final ObjectReader OBJECT = MAPPER.readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    private Answers() {}

    /**
     * A page of a LIST.
     *
     * @param items the objects
     * @param resourceVersion the state they are of, from which a watch goes on
     * @param next asks for the next page, empty on the last
     */
    record Page(List<Resource> items, String resourceVersion, String next) {}

    static Map<String, Object> object(InputStream in) throws IOException {
        return OBJECT.readValue(in);
    }

    static Map<String, Object> object(byte[] json) throws IOException {
        return OBJECT.readValue(json);
    }

    static String text(Map<String, Object> content) {
        try {
            return MAPPER.writeValueAsString(content);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a tree of JSON values", e);
        }
    }

    /** Reads object by object, so that the page is never in memory twice. */
    static Page page(InputStream in, ResourceType type) throws IOException {
        List<Resource> items = new ArrayList<>();
        Map<String, Object> metadata = Map.of();
        try (JsonParser parser = MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the answer is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("items") && value == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        items.add(item(OBJECT.readValue(parser), type));
                    }
                } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    metadata = OBJECT.readValue(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return new Page(items, text(metadata, "resourceVersion"), text(metadata, "continue"));
    }

    /** In a list of a built-in kind the objects do not say what they are. */
    private static Resource item(Map<String, Object> content, ResourceType type) {
        if (content.containsKey("kind") && content.containsKey("apiVersion")) {
            return Resource.of(content);
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("apiVersion", type.apiVersion());
        named.put("kind", type.kind().kind());
        named.putAll(content);
        return Resource.of(named);
    }

    private static String text(Map<String, Object> map, String key) {
        return map.get(key) instanceof String value ? value : "";
    }
}
