package io.jenkins.plugins.gitops.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks an API server by plain HTTP. */
final class HttpWitness implements Witness {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpClient client = HttpClient.newHttpClient();
    private final String url;
    private final String token;

    HttpWitness(String url, String token) {
        this.url = url;
        this.token = token;
    }

    @Override
    public String means() {
        return "GET";
    }

    @Override
    public JsonNode deployment(String namespace, String name) throws IOException, InterruptedException {
        return new ObjectMapper().readTree(send("GET", path(namespace, name), "application/json", ""));
    }

    @Override
    public void patchDeployment(String namespace, String name, String patch) throws IOException, InterruptedException {
        send("PATCH", path(namespace, name) + "?fieldManager=" + HAND, "application/merge-patch+json", patch);
    }

    @Override
    public void createNamespace(String name) throws IOException, InterruptedException {
        String namespace =
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}".formatted(name);
        send("POST", "/api/v1/namespaces", "application/json", namespace);
    }

    @Override
    public void deleteNamespace(String name) throws IOException, InterruptedException {
        send("DELETE", "/api/v1/namespaces/" + name, "application/json", "");
    }

    private static String path(String namespace, String name) {
        return "/apis/apps/v1/namespaces/" + namespace + "/deployments/" + name;
    }

    private String send(String method, String path, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(DEADLINE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + " was answered with " + response.statusCode() + ": "
                    + response.body().strip());
        }
        return response.body();
    }
}
