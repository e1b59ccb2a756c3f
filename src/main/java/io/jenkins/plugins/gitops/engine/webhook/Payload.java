package io.jenkins.plugins.gitops.engine.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The repositories that a webhook's body names: every URL within its {@code repository} (GitHub, Bitbucket, Gitea, and
 * the general form), {@code project} (GitLab), {@code resource.repository} or {@code resource.pullRequest.repository}
 * (Azure DevOps), or {@code pullRequest.toRef.repository} (Bitbucket Data Center). The rest, a long list of commits for
 * instance, is passed over.
 */
final class Payload {
    /** Texts that are tried, whether they are URLs or not: one that is none costs more. */
    private static final int MOST_URLS = 200;

    private static final int LONGEST_URL = 4096;
    private static final int DEEPEST = 64;
    private static final Set<String> PLACES = Set.of(
            "/repository",
            "/project",
            "/resource/repository",
            "/resource/pullRequest/repository",
            "/pullRequest/toRef/repository");
    private static final Set<String> WAYS =
            Set.of("/resource", "/resource/pullRequest", "/pullRequest", "/pullRequest/toRef");
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final Set<RepositoryKey> repositories = new LinkedHashSet<>();
    private int attempts;

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
        walk(parser, "");
    }

    private void walk(JsonParser parser, String at) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String place = at + "/" + parser.currentName();
            JsonToken value = parser.nextToken();
            if (PLACES.contains(place)) {
                collect(parser);
            } else if (value == JsonToken.START_OBJECT && WAYS.contains(place)) {
                walk(parser, place);
            } else {
                parser.skipChildren();
            }
        }
    }

    /** No tree is made of it: one of many small objects takes far more memory than its text. */
    private void collect(JsonParser parser) throws IOException {
        int depth = 0;
        JsonToken token = parser.currentToken();
        while (token != null) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING) {
                attempt(parser);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    private void attempt(JsonParser parser) throws IOException {
        if (attempts >= MOST_URLS || parser.getTextLength() > LONGEST_URL) {
            return;
        }
        String text = parser.getText();
        if (isLikeUrl(text)) {
            attempts++;
            RepositoryKey.of(text).ifPresent(repositories::add);
        }
    }

    private static boolean isLikeUrl(String text) {
        return text.contains("://") || text.matches("[A-Za-z0-9._-]+@[^:\\s]+:.+");
    }
}
