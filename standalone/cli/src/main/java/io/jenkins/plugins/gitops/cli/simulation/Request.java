package io.jenkins.plugins.gitops.cli.simulation;

import com.sun.net.httpserver.HttpExchange;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a request is about. The kind is null for discovery. */
record Request(@CheckForNull SimulatedKind kind, String namespace, String name, Map<String, String> query) {

    static Request of(HttpExchange exchange) {
        Map<String, String> query = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&")) {
            String[] parts = pair.split("=", 2);
            query.put(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
        }
        List<String> path = List.of(
                exchange.getRequestURI().getPath().replaceAll("^/|/$", "").split("/"));
        int prefix = path.get(0).equals("api") ? 2 : 3;
        if (path.size() <= prefix || !List.of("api", "apis").contains(path.get(0))) {
            return new Request(null, "", "", query);
        }
        String group = prefix == 2 ? "" : path.get(1);
        String version = path.get(prefix - 1);
        List<String> rest = path.subList(prefix, path.size());
        String namespace = "";
        if (rest.get(0).equals("namespaces") && rest.size() > 2) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        String plural = rest.get(0);
        SimulatedKind kind = SimulatedKind.of(group, version, plural)
                .orElseThrow(() -> new Refusal(404, "NotFound", "the simulation serves no " + plural));
        return new Request(kind, namespace, rest.size() > 1 ? rest.get(1) : "", query);
    }

    /** The kind of a request that is about objects. */
    SimulatedKind served() {
        if (kind == null) {
            throw new Refusal(404, "NotFound", "the simulation serves nothing there");
        }
        return kind;
    }

    boolean watch() {
        return List.of("true", "1").contains(query.getOrDefault("watch", ""));
    }

    boolean dryRun() {
        return query.containsKey("dryRun");
    }

    boolean force() {
        return "true".equals(query.get("force"));
    }

    String fieldManager() {
        return query.getOrDefault("fieldManager", "unknown");
    }

    long timeoutSeconds() {
        return Long.parseLong(query.getOrDefault("timeoutSeconds", "600"));
    }

    long since(long now) {
        String version = query.getOrDefault("resourceVersion", "");
        return version.isEmpty() || version.equals("0") ? now : Long.parseLong(version);
    }

    boolean covers(ObjectStore.Event event) {
        Map<String, Object> metadata = Fields.child(event.object(), "metadata");
        return event.kind().equals(kind)
                && (namespace.isEmpty() || namespace.equals(metadata.get("namespace")))
                && selects(event.object());
    }

    /** Whether an object matches the label selector: {@code key=value} or {@code key}, joined by commas. */
    boolean selects(Map<String, Object> object) {
        Map<String, Object> labels = Fields.child(Fields.child(object, "metadata"), "labels");
        for (String term : query.getOrDefault("labelSelector", "").split(",")) {
            String[] parts = term.split("==?", 2);
            boolean matches = parts.length == 2 ? parts[1].equals(labels.get(parts[0])) : labels.containsKey(parts[0]);
            if (!term.isEmpty() && !matches) {
                return false;
            }
        }
        return true;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
