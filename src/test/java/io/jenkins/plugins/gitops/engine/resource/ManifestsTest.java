package io.jenkins.plugins.gitops.engine.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {

    @Test
    void readsEveryDocumentAndSaysWhereItStood() throws Exception {
        List<Resource> resources = read("""
                # a comment
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata:
                  name: web
                  namespace: shop
                """);
        assertThat(resources)
                .extracting(Resource::key)
                .containsExactly(
                        new ResourceKey("", "Namespace", "", "shop"),
                        new ResourceKey("apps", "Deployment", "shop", "web"));
        assertThat(resources).extracting(Resource::origin).containsExactly("web.yaml:2", "web.yaml:7");
    }

    @Test
    void takesListsApart() throws Exception {
        assertThat(read("""
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: Secret, metadata: {name: a}}
                        - apiVersion: v1
                          kind: ConfigMapList
                          items:
                          - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
                        """)).extracting(Resource::name).containsExactly("a", "b");
    }

    @Test
    void readsJson() throws Exception {
        assertThat(Manifests.read(
                        "web.json",
                        ("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"a\"},\n"
                                        + "\t\"data\": {\"path\": \"a\\/b\"}}")
                                .getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .satisfies(resource -> assertThat(resource.text("data", "path")).isEqualTo("a/b"));
    }

    @Test
    void readsScalarsAsTheApiServerWould() throws Exception {
        Resource resource = read("""
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: a}
                        mode: 0644
                        port: 22:22
                        day: 2026-01-01
                        big: 123456789012
                        1: one
                        """).get(0);
        assertThat(resource.at("mode")).isEqualTo(420L);
        assertThat(resource.at("port")).isEqualTo("22:22");
        assertThat(resource.at("day")).isEqualTo("2026-01-01");
        assertThat(resource.at("big")).isEqualTo(123456789012L);
        assertThat(resource.at("1")).isEqualTo("one");
    }

    @Test
    void saysWhatIsMissingAndWhere() {
        assertThatThrownBy(() -> read("kind: A\nmetadata: {name: a}\n"))
                .isInstanceOf(YamlProblem.class)
                .hasMessage("web.yaml:1:1: found A without apiVersion, expected a Kubernetes object");
        assertThatThrownBy(() -> read("apiVersion: v1\nkind: A\nmetadata: {name: a}\n---\napiVersion: v1\n"))
                .hasMessage("web.yaml:5:1: found an object without kind, expected a Kubernetes object");
        assertThatThrownBy(() -> read("apiVersion: v1\nkind: A\n"))
                .hasMessage("web.yaml:1:1: found A without metadata.name, expected a Kubernetes object");
        assertThatThrownBy(() -> read("apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n"))
                .hasMessageContaining("found metadata.generateName");
        assertThatThrownBy(() -> read("- a\n"))
                .hasMessageStartingWith("web.yaml:1:1: found a value that is no mapping");
    }

    @Test
    void namesTheLineOfBrokenYaml() {
        assertThatThrownBy(() -> read("apiVersion: v1\nkind: [a\nmetadata: b\n"))
                .hasMessageStartingWith("web.yaml:3:");
        assertThatThrownBy(() -> Manifests.read("web.json", "{\n \"a\": }".getBytes(StandardCharsets.UTF_8)))
                .hasMessageStartingWith("web.json:2:");
        assertThatThrownBy(() -> read("kind: a\nkind: b\n")).hasMessageStartingWith("web.yaml:2:");
    }

    private static List<Resource> read(String yaml) throws YamlProblem {
        return Manifests.read("web.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    }
}
