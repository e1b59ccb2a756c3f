package io.jenkins.plugins.gitops.engine.testbed;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Writes the file by which clients find a cluster; the first context is the current one. */
final class Kubeconfig {
    private final URI server;
    private final String authority;

    Kubeconfig(URI server, String authorityPem) {
        this.server = server;
        this.authority = Base64.getEncoder().encodeToString(authorityPem.getBytes(StandardCharsets.US_ASCII));
    }

    String text(Map<String, User> contexts) {
        StringBuilder text = new StringBuilder();
        text.append("apiVersion: v1\nkind: Config\nclusters:\n");
        text.append("- name: testbed\n  cluster:\n");
        text.append("    server: ").append(server).append('\n');
        text.append("    certificate-authority-data: ").append(authority).append('\n');
        text.append("users:\n");
        contexts.values().stream()
                .distinct()
                .forEach(user ->
                        text.append("- name: %s%n  user:%n    token: %s%n".formatted(user.name(), user.token())));
        text.append("contexts:\n");
        contexts.forEach((context, user) -> text.append(
                "- name: %s%n  context:%n    cluster: testbed%n    user: %s%n".formatted(context, user.name())));
        text.append("current-context: ")
                .append(contexts.keySet().iterator().next())
                .append('\n');
        return text.toString();
    }
}
