package io.jenkins.plugins.gitops.cli.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asked over HTTP, as any client would. */
@Timeout(30)
class SimulatedApiServerTest {
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments";
    private static final String WEB = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, labels: {app: web}}
            spec:
              replicas: %d
              template:
                spec:
                  containers:
                  - {name: web, image: "web:%s", ports: [{containerPort: 80}]}
            """;
    private final HttpClient client = HttpClient.newHttpClient();
    private SimulatedApiServer server;

    @BeforeEach
    void start() throws IOException {
        server = SimulatedApiServer.start(Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void refusesWhoHasNoToken() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + DEPLOYMENTS)).build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void listsWhatWasApplied() throws Exception {
        apply("ours", false, WEB.formatted(3, "1"));

        JsonNode list = get(DEPLOYMENTS + "?labelSelector=app%3Dweb");

        assertThat(list.at("/items/0/metadata/name").asText()).isEqualTo("web");
        assertThat(get(DEPLOYMENTS + "?labelSelector=app%3Dother").at("/items")).isEmpty();
    }

    @Test
    void ownsTheFieldsThatAHandChanged() throws Exception {
        apply("ours", false, WEB.formatted(3, "1"));

        JsonNode live = patch("kubectl-edit", "{\"spec\":{\"replicas\":5}}");

        assertThat(live.at("/spec/replicas").asInt()).isEqualTo(5);
        JsonNode hand = manager(live, "kubectl-edit");
        assertThat(hand.at("/fieldsV1/f:spec").has("f:replicas")).isTrue();
        assertThat(manager(live, "ours").at("/fieldsV1/f:spec").has("f:replicas"))
                .isFalse();
    }

    @Test
    void refusesToTakeAFieldThatSomebodyElseChanged() throws Exception {
        apply("ours", false, WEB.formatted(3, "1"));
        patch("kubectl-edit", "{\"spec\":{\"replicas\":5}}");

        assertThat(apply("ours", false, WEB.formatted(3, "1")).statusCode()).isEqualTo(409);

        JsonNode forced = json(apply("ours", true, WEB.formatted(3, "1")));
        assertThat(forced.at("/spec/replicas").asInt()).isEqualTo(3);
        assertThat(manager(forced, "kubectl-edit").at("/fieldsV1").has("f:spec"))
                .isFalse();
    }

    @Test
    void removesWhatIsNoLongerApplied() throws Exception {
        apply("ours", false, WEB.formatted(3, "1"));
        String without = WEB.formatted(3, "2").replace(", ports: [{containerPort: 80}]", "");

        JsonNode live = json(apply("ours", false, without));

        JsonNode container = live.at("/spec/template/spec/containers/0");
        assertThat(container.at("/image").asText()).isEqualTo("web:2");
        assertThat(container.at("/ports")).isEmpty();
    }

    @Test
    void storesNothingOnADryRun() throws Exception {
        send(
                "PATCH",
                DEPLOYMENTS + "/web?fieldManager=ours&dryRun=All",
                "application/apply-patch+yaml",
                WEB.formatted(1, "1"));

        assertThat(get(DEPLOYMENTS).at("/items")).isEmpty();
    }

    @Test
    void tellsAWatchWhenARolloutIsAvailable() throws Exception {
        String version = get(DEPLOYMENTS).at("/metadata/resourceVersion").asText();
        HttpRequest watch = request(DEPLOYMENTS + "?watch=true&timeoutSeconds=20&resourceVersion=" + version)
                .build();
        apply("ours", false, WEB.formatted(3, "1"));

        try (BufferedReader events = new BufferedReader(new InputStreamReader(
                client.send(watch, BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8))) {
            JsonNode event = new ObjectMapper().readTree(events.readLine());
            assertThat(event.at("/type").asText()).isEqualTo("ADDED");
            while (event.at("/object/status/availableReplicas").asInt() != 3) {
                event = new ObjectMapper().readTree(events.readLine());
            }
            assertThat(event.at("/object/status/observedGeneration").asInt()).isEqualTo(1);
        }
    }

    private HttpResponse<String> apply(String manager, boolean force, String yaml) throws Exception {
        String path = DEPLOYMENTS + "/web?fieldManager=" + manager + "&force=" + force;
        return send("PATCH", path, "application/apply-patch+yaml", yaml);
    }

    private JsonNode patch(String manager, String json) throws Exception {
        return json(send("PATCH", DEPLOYMENTS + "/web?fieldManager=" + manager, "application/merge-patch+json", json));
    }

    private JsonNode get(String path) throws Exception {
        return json(client.send(request(path).build(), BodyHandlers.ofString()));
    }

    private HttpResponse<String> send(String method, String path, String type, String body) throws Exception {
        HttpRequest request = request(path)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + server.token());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private static JsonNode manager(JsonNode live, String manager) {
        for (JsonNode entry : live.at("/metadata/managedFields")) {
            if (entry.at("/manager").asText().equals(manager)) {
                return entry;
            }
        }
        throw new AssertionError("no fields of " + manager + " in " + live);
    }
}
