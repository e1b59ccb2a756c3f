package io.jenkins.plugins.gitops.engine.cluster;

import static io.jenkins.plugins.gitops.engine.cluster.Clusters.CONFIG_MAP;
import static io.jenkins.plugins.gitops.engine.cluster.Clusters.configMap;
import static io.jenkins.plugins.gitops.engine.cluster.ScriptedServer.json;
import static io.jenkins.plugins.gitops.engine.cluster.ScriptedServer.nothing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultyServerTest {
    private static final String MAPS = "/api/v1/namespaces/shop/configmaps";
    private static final String EMPTY = "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[]}";
    private static final ResourceType TYPE =
            new ResourceType(CONFIG_MAP, "v1", "configmaps", true, java.util.Set.of("list", "watch"));

    private ScriptedServer server;
    private KubernetesCluster cluster;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        cluster = server.connect();
    }

    @AfterEach
    void stop() {
        cluster.close();
        server.close();
    }

    @Test
    void triesAgainWhatPasses() throws Exception {
        server.on("GET " + MAPS, json(503, "{\"message\":\"starting\"}"), nothing(), json(200, EMPTY));

        assertThat(list()).isEmpty();

        assertThat(server.count("GET " + MAPS)).isEqualTo(3);
    }

    @Test
    void waitsAsLongAsTheServerAsksFor() throws Exception {
        server.on("GET " + MAPS, json(429, "{}", "Retry-After", "1"), json(200, EMPTY));
        long begin = System.nanoTime();

        list();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(4));
    }

    @Test
    void looksAgainWhereTheAnswerToACreationWasLost() throws Exception {
        String made =
                "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"3\"}}";
        server.on("GET " + MAPS + "/a", json(404, "{\"message\":\"none\"}"), json(200, made))
                .on("POST " + MAPS, nothing(), json(409, "{\"message\":\"already exists\"}"))
                .on("PUT " + MAPS + "/a", json(200, made));

        cluster.replace(configMap("shop", "a", "1"), ApplyOptions.FORCED);

        assertThat(server.count("POST " + MAPS)).isEqualTo(2);
        assertThat(server.count("PUT " + MAPS + "/a")).isOne();
    }

    @Test
    void doesNotRepeatADeletionThatCouldHitAnother() {
        server.on("DELETE " + MAPS + "/a", nothing());

        ClusterException refused = failure(() -> cluster.delete(configMap("shop", "a", "1"), DeleteOptions.DEFAULT));

        assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(server.count("DELETE " + MAPS + "/a")).isOne();
    }

    @Test
    void givesUpOnAnAnswerThatStalls() {
        server.on("GET " + MAPS, server.stalling("{\"metadata\":{},\"items\":["));
        long begin = System.nanoTime();

        ClusterException refused = failure(this::list);

        assertThat(refused.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(refused).hasMessageContaining("in cluster scripted").hasMessageNotContaining("secret-token");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(9));
    }

    @Test
    void doesNotInsistOnAFaultThatStays() {
        server.on("GET " + MAPS, json(500, "{\"message\":\"broken\"}"));

        ClusterException refused = failure(this::list);

        assertThat(refused).hasMessageContainingAll("error 500", "broken");
        assertThat(server.count("GET " + MAPS)).isEqualTo(3);
    }

    @Test
    void followsNoRedirect() {
        server.on("GET " + MAPS, json(302, "", "Location", "http://127.0.0.1:1/"));

        assertThat(failure(this::list)).hasMessageContaining("302");
    }

    @Test
    void listsAnewWherePagesOutliveTheirState() throws Exception {
        String first =
                "{\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"c\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}";
        String last = "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"b\"}}]}";
        server.on(
                "GET " + MAPS,
                json(200, first),
                json(410, "{\"code\":410,\"message\":\"expired\"}"),
                json(200, first),
                json(200, last));

        assertThat(list())
                .extracting(Resource::key)
                .containsExactly(
                        new io.jenkins.plugins.gitops.engine.resource.ResourceKey("", "ConfigMap", "", "a"),
                        new io.jenkins.plugins.gitops.engine.resource.ResourceKey("", "ConfigMap", "", "b"));
    }

    @Test
    void knowsServersWithoutAggregatedDiscovery() throws Exception {
        server.instead("GET /apis", json(200, """
                                {"kind":"APIGroupList","groups":[
                                {"name":"ok.test","preferredVersion":{"groupVersion":"ok.test/v2"},
                                 "versions":[{"groupVersion":"ok.test/v1"},{"groupVersion":"ok.test/v2"}]},
                                {"name":"down.test","preferredVersion":{"groupVersion":"down.test/v1"},"versions":[]}]}
                                """))
                .on(
                        "GET /apis/ok.test/v2",
                        json(200, "{\"resources\":[{\"name\":\"lamps\",\"kind\":\"Lamp\",\"verbs\":[]}]}"))
                .on(
                        "GET /apis/ok.test/v1",
                        json(
                                200,
                                "{\"resources\":[{\"name\":\"lamps\",\"kind\":\"Lamp\"},{\"name\":\"olds\",\"kind\":\"Old\"}]}"))
                .on("GET /apis/down.test/v1", json(503, "{}", "Retry-After", "60"));

        assertThat(cluster.type(CONFIG_MAP).orElseThrow().apiVersion()).isEqualTo("v1");
        assertThat(cluster.type(new GroupKind("ok.test", "Lamp")).orElseThrow().version())
                .isEqualTo("v2");
        assertThat(cluster.type(new GroupKind("ok.test", "Old")).orElseThrow().version())
                .isEqualTo("v1");
        assertThat(cluster.type(new GroupKind("ok.test", "New"))).isEmpty();
        assertThat(failure(() -> cluster.type(new GroupKind("down.test", "Lamp"))))
                .hasMessageContaining("API group down.test does not answer");
    }

    @Test
    void watchesOnFromTheLastBookmark() {
        WatchTest.Recorder recorder = new WatchTest.Recorder();
        server.on("GET " + MAPS, json(200, EMPTY))
                .on(
                        "WATCH " + MAPS,
                        json(200, event("ADDED", "a", 8) + event("BOOKMARK", "", 20)),
                        server.stalling(event("MODIFIED", "a", 21)));

        cluster.watch(TYPE, Optional.of("shop"), Optional.empty(), recorder);

        await().until(() -> recorder.events.equals(List.of("listed", "resumed", "changed a", "changed a")));
        assertThat(server.requests)
                .anyMatch(request -> request.startsWith("WATCH") && request.contains("resourceVersion=7"))
                .anyMatch(request -> request.startsWith("WATCH") && request.contains("resourceVersion=20"));
        assertThat(server.count("GET " + MAPS)).isOne();
    }

    @Test
    void listsAnewWhereTheServerForgotTheVersion() {
        WatchTest.Recorder recorder = new WatchTest.Recorder();
        server.on("GET " + MAPS, json(200, EMPTY))
                .on(
                        "WATCH " + MAPS,
                        json(
                                200,
                                "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"message\":\"old\"}}\n"),
                        json(410, "{\"kind\":\"Status\",\"code\":410}"),
                        server.stalling(event("ADDED", "a", 9)));

        cluster.watch(TYPE, Optional.of("shop"), Optional.empty(), recorder);

        await().until(() -> recorder.events.equals(List.of("listed", "resumed", "listed", "listed", "changed a")));
    }

    @Test
    void tellsOfLossOnceAndOfItsEnd() {
        WatchTest.Recorder recorder = new WatchTest.Recorder();
        server.on("GET " + MAPS, json(200, EMPTY))
                .on("WATCH " + MAPS, nothing(), nothing(), server.stalling(event("ADDED", "a", 9)));

        cluster.watch(TYPE, Optional.of("shop"), Optional.empty(), recorder);

        await().until(() -> recorder.events.equals(List.of("listed", "lost UNREACHABLE", "resumed", "changed a")));
    }

    @Test
    void doesNotResumeWhereItMayListAndNotWatch() {
        WatchTest.Recorder recorder = new WatchTest.Recorder();
        ScriptedServer.Answer refused =
                json(403, "{\"message\":\"x is forbidden: User \\\"u\\\" cannot watch resource\"}");
        server.on("GET " + MAPS, json(200, EMPTY))
                .on("WATCH " + MAPS, refused, refused, server.stalling(event("ADDED", "a", 9)));

        cluster.watch(TYPE, Optional.of("shop"), Optional.empty(), recorder);

        await().untilAsserted(() -> assertThat(recorder.events)
                .containsExactly(
                        "listed", "lost FORBIDDEN", "listed", "lost FORBIDDEN", "listed", "resumed", "changed a"));
    }

    @Test
    void saysWhyAWatchIsRefused() {
        WatchTest.Recorder recorder = new WatchTest.Recorder();
        server.on("GET " + MAPS, json(403, "{\"message\":\"x is forbidden: User \\\"u\\\" cannot list resource\"}"));

        cluster.watch(TYPE, Optional.of("shop"), Optional.empty(), recorder);

        await().until(() -> recorder.events.contains("lost FORBIDDEN"));
    }

    private static String event(String type, String name, int version) {
        return "{\"type\":\"%s\",\"object\":{\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"%s\",\"resourceVersion\":\"%d\"}}}\n"
                .formatted(type, name, version);
    }

    private List<Resource> list() throws ClusterException {
        return cluster.list(TYPE, Optional.of("shop"), Optional.empty());
    }

    private interface Action {
        void run() throws Exception;
    }

    private static ClusterException failure(Action action) {
        return catchThrowableOfType(ClusterException.class, action::run);
    }
}
