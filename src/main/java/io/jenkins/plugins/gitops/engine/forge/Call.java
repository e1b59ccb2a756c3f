package io.jenkins.plugins.gitops.engine.forge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request to a host's API.
 *
 * @param method of HTTP
 * @param path segments below the API's URL, as they are written before encoding
 * @param query parameters
 * @param body JSON, or null for none
 * @param doing what it is for, after "could not": {@code read pull request 7}
 * @param needs the permission it takes, in the host's words
 */
record Call(
        String method,
        List<String> path,
        Map<String, String> query,
        @CheckForNull ObjectNode body,
        String doing,
        String needs) {

    static Call get(String doing, String needs, List<String> base, Object... path) {
        return new Call("GET", joined(base, path), Map.of(), null, doing, needs);
    }

    static Call send(String method, String doing, String needs, ObjectNode body, List<String> base, Object... path) {
        return new Call(method, joined(base, path), Map.of(), body, doing, needs);
    }

    private static List<String> joined(List<String> base, Object... path) {
        List<String> all = new ArrayList<>(base);
        for (Object segment : path) {
            all.add(segment.toString());
        }
        return List.copyOf(all);
    }

    Call with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(query);
        more.put(name, value.toString());
        return withQuery(more);
    }

    Call withQuery(Map<String, String> other) {
        return new Call(method, path, other, body, doing, needs);
    }

    /** Whether it only reads, and so may be sent again after a lost answer. */
    boolean reads() {
        return method.equals("GET");
    }

    /** Path and query, encoded. */
    String target() {
        String target = path.stream().map(segment -> "/" + encoded(segment)).collect(Collectors.joining());
        return query.isEmpty()
                ? target
                : target
                        + query.entrySet().stream()
                                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
