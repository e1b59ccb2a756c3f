package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kubeconfig file. A context is always asked for by name: its current one is never looked at. What would run a
 * program ({@code exec}, {@code auth-provider}) or leave certificates unverified is refused.
 */
public final class Kubeconfig {
    private static final List<String> REFUSED_OF_USER =
            List.of("exec", "auth-provider", "username", "password", "as", "as-uid", "as-groups", "as-user-extra");
    private static final List<String> REFUSED_OF_CLUSTER = List.of("insecure-skip-tls-verify", "tls-server-name");

    private final Map<?, ?> content;
    private final Optional<Path> folder;

    private Kubeconfig(Map<?, ?> content, Optional<Path> folder) {
        this.content = content;
        this.folder = folder;
    }

    /** Reads a text that may not point to files, such as a credential's. */
    public static Kubeconfig read(String text) throws ClusterException {
        return new Kubeconfig(parse(text.getBytes(StandardCharsets.UTF_8)), Optional.empty());
    }

    /** Reads a file that may point to others, relative to its own folder. */
    public static Kubeconfig read(Path file) throws IOException {
        return new Kubeconfig(
                parse(Files.readAllBytes(file)),
                Optional.of(file.toAbsolutePath().getParent()));
    }

    /** The names of the contexts, in their order. */
    public List<String> contexts() {
        return entries("contexts").stream().map(entry -> text(entry, "name")).toList();
    }

    /**
     * How the cluster of a context is reached.
     *
     * @throws ClusterException where there is no such context, or it needs something that is refused
     */
    public ClusterAccess access(String context) throws ClusterException {
        Map<?, ?> chosen = find("contexts", context, "context");
        Map<?, ?> cluster = find("clusters", text(chosen, "cluster"), "cluster");
        Map<?, ?> user = find("users", text(chosen, "user"), "user");
        refuse(context, cluster, REFUSED_OF_CLUSTER);
        refuse(context, user, REFUSED_OF_USER);
        ClusterAccess access;
        try {
            access = new ClusterAccess(
                    context,
                    URI.create(text(cluster, "server")),
                    value(context, cluster, "certificate-authority"),
                    credential(context, user));
        } catch (IllegalArgumentException e) {
            throw problem("Context " + context + " of the kubeconfig has no usable server URL", e);
        }
        String proxy = text(cluster, "proxy-url");
        return proxy.isEmpty() ? access : access.withProxy(proxy(context, proxy));
    }

    private ClusterCredential credential(String context, Map<?, ?> user) throws ClusterException {
        Optional<String> certificate = value(context, user, "client-certificate");
        Optional<String> key = value(context, user, "client-key");
        if (certificate.isPresent() && key.isPresent()) {
            return new ClusterCredential.ClientCertificate(certificate.get(), key.get());
        }
        String token = text(user, "token");
        if (!token.isEmpty()) {
            return ClusterCredential.token(token);
        }
        String tokenFile = text(user, "tokenFile");
        return tokenFile.isEmpty()
                ? new ClusterCredential.None()
                : ClusterCredential.token(file(context, tokenFile).strip());
    }

    /** A value that stands there in base64 as KEY-data, or in the file that KEY names. */
    private Optional<String> value(String context, Map<?, ?> map, String key) throws ClusterException {
        String data = text(map, key + "-data");
        if (!data.isEmpty()) {
            try {
                return Optional.of(new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw problem(key + "-data of context " + context + " is not base64", null);
            }
        }
        String path = text(map, key);
        return path.isEmpty() ? Optional.empty() : Optional.of(file(context, path));
    }

    private String file(String context, String path) throws ClusterException {
        if (folder.isEmpty()) {
            throw problem(
                    "Context " + context + " points to a file; put its content into the kubeconfig instead", null);
        }
        try {
            return Files.readString(folder.get().resolve(path));
        } catch (IOException e) {
            throw problem("Context " + context + " points to " + path + ", which cannot be read", e);
        }
    }

    private static ClusterAccess.Proxy proxy(String context, String url) throws ClusterException {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw problem("The proxy-url of context " + context + " is no URL", null); // it may hold a password
        }
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw problem("The proxy-url of context " + context + " must be an http URL", null);
        }
        String[] user = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
        return new ClusterAccess.Proxy(
                uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort(), user[0], user.length > 1 ? user[1] : "");
    }

    private static void refuse(String context, Map<?, ?> map, List<String> keys) throws ClusterException {
        for (String key : keys) {
            Object value = map.get(key);
            if (value != null && !Boolean.FALSE.equals(value)) {
                throw problem(
                        "Context " + context + " of the kubeconfig uses " + key
                                + ", which is refused: use a token or a client certificate, and a verified server",
                        null);
            }
        }
    }

    private Map<?, ?> find(String list, String name, String what) throws ClusterException {
        for (Map<?, ?> entry : entries(list)) {
            if (text(entry, "name").equals(name) && entry.get(what) instanceof Map<?, ?> found) {
                return found;
            }
        }
        throw problem(
                "The kubeconfig has no " + what + " named '" + name + "'"
                        + (what.equals("context") ? "; it has " + contexts() : ""),
                null);
    }

    private List<Map<?, ?>> entries(String list) {
        return content.get(list) instanceof List<?> entries
                ? entries.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(Map.class::cast)
                        .toList()
                : List.of();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String value ? value : "";
    }

    private static Map<?, ?> parse(byte[] text) throws ClusterException {
        List<SafeYaml.Document> documents;
        try {
            documents = new SafeYaml(YamlLimits.HAND_WRITTEN).load("kubeconfig", text);
        } catch (YamlProblem e) {
            // what it found may be a token
            throw problem("The kubeconfig is not readable as YAML, from line " + e.line() + " on", null);
        }
        if (documents.isEmpty() || !(documents.get(0).value() instanceof Map<?, ?> map)) {
            throw problem("The kubeconfig is empty", null);
        }
        return map;
    }

    private static ClusterException problem(String message, Throwable cause) {
        return new ClusterException(Reason.INVALID, message, cause);
    }
}
