package io.jenkins.plugins.gitops.engine.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request to an API server.
 *
 * @param verb what it does, in the words of RBAC: get, list, patch…
 * @param subject what it is about, for messages
 * @param method the HTTP method
 * @param path from the server's URL on
 * @param query what follows the path
 * @param accept the media types wanted
 * @param contentType the body's media type, null where there is no body
 * @param body JSON
 * @param repeatable whether doing it twice is the same as doing it once
 */
record Call(
        String verb,
        String subject,
        String method,
        String path,
        Map<String, String> query,
        String accept,
        @CheckForNull String contentType,
        @CheckForNull String body,
        boolean repeatable) {
    static final String JSON = "application/json";

    static Call get(String verb, String subject, String path, Map<String, String> query) {
        return new Call(verb, subject, "GET", path, query, JSON, null, null, true);
    }

    Call with(String parameter, String value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(parameter, value);
        return new Call(verb, subject, method, path, more, accept, contentType, body, repeatable);
    }

    Call accepting(String mediaTypes) {
        return new Call(verb, subject, method, path, query, mediaTypes, contentType, body, repeatable);
    }

    Call sending(String mediaType, String text, boolean mayRepeat) {
        return new Call(verb, subject, method, path, query, accept, mediaType, text, mayRepeat);
    }

    /** Path and query as they stand in the URL. */
    String target() {
        return query.isEmpty()
                ? path
                : query.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", path + "?", ""));
    }

    /** Whether the server's words about it could repeat a Secret's values. */
    boolean secret() {
        return subject.startsWith("Secret ");
    }

    /** Leaves the body out: it may hold a Secret's values. */
    @Override
    public String toString() {
        return method + " " + target();
    }

    /** The path of a kind's objects. */
    static String collection(ResourceType type, Optional<String> namespace) {
        String root = type.kind().group().isEmpty() ? "/api/" : "/apis/";
        return root + type.apiVersion()
                + namespace.map(name -> "/namespaces/" + name).orElse("") + "/" + type.plural();
    }

    /** The path of one object. */
    static String object(ResourceType type, ResourceKey key) {
        Optional<String> namespace = type.namespaced() ? Optional.of(key.namespace()) : Optional.empty();
        return collection(type, namespace) + "/" + URLEncoder.encode(key.name(), StandardCharsets.UTF_8);
    }
}
