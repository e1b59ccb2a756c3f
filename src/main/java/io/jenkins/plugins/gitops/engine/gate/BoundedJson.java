package io.jenkins.plugins.gitops.engine.gate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** Reads JSON of somebody else's: bounded in bytes, in depth, and in values, so that a small text makes no huge tree. */
final class BoundedJson {
    private static final int DEPTH = 100;
    private static final int TEXT = 4 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .maxStringLength(TEXT)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final int bytes;
    private final int values;

    /**
     * A reader.
     *
     * @param bytes the most bytes
     * @param values the most values and keys
     */
    BoundedJson(int bytes, int values) {
        this.bytes = bytes;
        this.values = values;
    }

    /**
     * Reads one document.
     *
     * @param title what it is called in messages
     * @throws IOException where it is none, or over a limit
     */
    JsonNode read(String title, InputStream in) throws IOException {
        byte[] content = in.readNBytes(bytes + 1);
        if (content.length > bytes) {
            throw new IOException(title + " is larger than " + (bytes >> 20) + " MB");
        }
        return read(title, content);
    }

    JsonNode read(String title, byte[] content) throws IOException {
        try {
            count(title, content);
            return MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            throw new IOException(title + " is no JSON that can be read: " + e.getOriginalMessage(), e);
        }
    }

    private void count(String title, byte[] content) throws IOException {
        try (JsonParser parser = MAPPER.createParser(content)) {
            int count = 0;
            while (parser.nextToken() != null) {
                if (++count > values) {
                    throw new IOException(title + " holds more than " + values + " values");
                }
            }
            if (count == 0) {
                throw new IOException(title + " is empty");
            }
        }
    }
}
