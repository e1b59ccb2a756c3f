package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.application.IgnoreRule;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {
    private static final String OBJECT = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, labels: {example.com/owner: %s}}
            spec:
              replicas: %s
              template: {spec: {containers: [{name: web, image: "%s"}, {name: proxy, image: "%s"}]}}
            """;

    @Test
    void leavesOutJsonPointers() throws IOException {
        assertThat(paths(rule("apps", "Deployment", List.of("/spec/replicas"), List.of(), List.of())))
                .doesNotContain("/spec/replicas")
                .hasSize(3);
        assertThat(paths(rule(
                        "apps", "Deployment", List.of("/metadata/labels/example.com~1owner"), List.of(), List.of())))
                .doesNotContain("/metadata/labels/example.com~1owner")
                .hasSize(3);
    }

    @Test
    void leavesOutJqPaths() throws IOException {
        assertThat(paths(rule(
                        "apps",
                        "Deployment",
                        List.of(),
                        List.of(".spec.template.spec.containers[] | select(.name == \"proxy\") | .image"),
                        List.of())))
                .containsExactly(
                        "/metadata/labels/example.com~1owner",
                        "/spec/replicas",
                        "/spec/template/spec/containers/0/image");
    }

    @Test
    void leavesOutWhatAManagerWrote() throws IOException {
        Resource live = live().with(
                        List.of(Map.of(
                                "manager",
                                "scaler",
                                "operation",
                                "Update",
                                "fieldsV1",
                                Map.of("f:spec", Map.of("f:replicas", Map.of())))),
                        "metadata",
                        "managedFields");

        ResourceDiff diff =
                new Differ(List.of(rule("*", "*", List.of(), List.of(), List.of("scaler")))).compare(desired(), live);

        assertThat(diff.fields())
                .extracting(FieldDiff::path)
                .doesNotContain("/spec/replicas")
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "apps, Deployment, shop, web, true",
        "*, *, *, *, true",
        "ap*, *ment, sh?p, w*, true",
        "apps, Deployment, , , true",
        "'', Deployment, , , false",
        "apps, StatefulSet, , , false",
        "apps, Deployment, other, , false",
        "apps, Deployment, , we, false",
        "apps, Deployment, , w.b, false"
    })
    void matchesByGlob(String group, String kind, String namespace, String name, boolean matches) throws IOException {
        IgnoreRule rule = new IgnoreRule(
                group,
                kind,
                Optional.ofNullable(name),
                Optional.ofNullable(namespace),
                List.of("/spec/replicas"),
                List.of(),
                List.of());

        assertThat(paths(rule).contains("/spec/replicas")).isEqualTo(!matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {".spec[", "nonsense("})
    void namesAnExpressionThatIsNone(String expression) {
        assertThatThrownBy(() -> new Differ(List.of(rule("*", "*", List.of(), List.of(expression), List.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + expression + "' is no jq path expression");
    }

    @Test
    void namesAPointerThatIsNone() {
        assertThatThrownBy(() -> new Differ(List.of(rule("*", "*", List.of("spec"), List.of(), List.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'spec' is no JSON pointer");
    }

    @Test
    void anExpressionThatFailsLeavesTheObjectAsItIs() throws IOException {
        assertThat(paths(rule("apps", "Deployment", List.of(), List.of(".spec.replicas.none.deeper"), List.of())))
                .hasSize(4);
    }

    private static IgnoreRule rule(
            String group, String kind, List<String> pointers, List<String> expressions, List<String> managers) {
        return new IgnoreRule(group, kind, Optional.empty(), Optional.empty(), pointers, expressions, managers);
    }

    private static List<String> paths(IgnoreRule rule) throws IOException {
        return new Differ(List.of(rule))
                .compare(desired(), live()).fields().stream()
                        .map(FieldDiff::path)
                        .toList();
    }

    private static Resource desired() throws IOException {
        return Samples.yaml(OBJECT.formatted("us", 3, "web:1", "proxy:1"));
    }

    private static Resource live() throws IOException {
        return Samples.yaml(OBJECT.formatted("them", 5, "web:2", "proxy:2"));
    }
}
