package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a host answered.
 *
 * @param status of HTTP
 * @param headers by name, whatever its case
 * @param body the bytes as they came
 */
record Answer(int status, HttpHeaders headers, byte[] body) {
    private static final JsonMapper MAPPER = new JsonMapper();

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    String header(String name) {
        return headers.firstValue(name).orElse("").strip();
    }

    /** The body as JSON; empty where it is none. */
    Optional<JsonNode> json() {
        try {
            JsonNode tree = MAPPER.readTree(body);
            return Optional.ofNullable(tree).filter(node -> !node.isMissingNode());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The body as JSON, or something in which nothing is found. */
    JsonNode jsonOrNothing() {
        return json().orElseGet(MissingNode::getInstance);
    }
}
