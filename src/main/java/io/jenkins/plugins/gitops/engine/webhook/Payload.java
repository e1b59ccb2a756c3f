package io.jenkins.plugins.gitops.engine.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The repositories that a webhook's body names: every URL within its {@code repository} (GitHub, Bitbucket, Gitea, and
 * the general form), {@code project} (GitLab), {@code resource.repository} (Azure DevOps) or {@code
 * pullRequest.toRef.repository} (Bitbucket Data Center). The rest, a long list of commits for instance, is passed over.
 */
final class Payload {
    private static final int MOST_URLS = 200;
    private static final int DEEPEST = 64;
    private static final Map<String, List<String>> PLACES = Map.of(
            "repository", List.of(""),
            "project", List.of(""),
            "resource", List.of("/repository", "/pullRequest/repository"),
            "pullRequest", List.of("/toRef/repository"));
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build());

    private final Set<RepositoryKey> repositories = new LinkedHashSet<>();

    private Payload() {}

    /**
     * Reads a body.
     *
     * @param isForm whether it is a form whose field {@code payload} is the JSON, as GitHub sends it where asked
     * @throws IOException where it is no JSON object, or nested too deeply
     */
    static Set<RepositoryKey> repositories(byte[] body, boolean isForm) throws IOException {
        Payload payload = new Payload();
        try (JsonParser parser = JSON.createParser(isForm ? unwrapped(body) : body)) {
            payload.read(parser);
        }
        return payload.repositories;
    }

    private static byte[] unwrapped(byte[] body) throws IOException {
        String field = "payload=";
        String value = Arrays.stream(new String(body, StandardCharsets.UTF_8).split("&"))
                .filter(pair -> pair.startsWith(field))
                .findFirst()
                .orElseThrow(() -> new IOException("A form without a field \"payload\""));
        try {
            return URLDecoder.decode(value.substring(field.length()), StandardCharsets.UTF_8)
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException("A form that cannot be read", e);
        }
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("No JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            List<String> places = PLACES.get(parser.currentName());
            parser.nextToken();
            if (places == null) {
                parser.skipChildren();
            } else {
                JsonNode value = parser.readValueAsTree();
                places.forEach(place -> collect(value.at(place)));
            }
        }
    }

    private void collect(JsonNode node) {
        if (node.isContainerNode()) {
            node.forEach(this::collect);
        } else if (node.isTextual() && repositories.size() < MOST_URLS && isLikeUrl(node.textValue())) {
            RepositoryKey.of(node.textValue()).ifPresent(repositories::add);
        }
    }

    private static boolean isLikeUrl(String text) {
        return text.contains("://") || text.matches("[A-Za-z0-9._-]+@[^:\\s]+:.+");
    }
}
