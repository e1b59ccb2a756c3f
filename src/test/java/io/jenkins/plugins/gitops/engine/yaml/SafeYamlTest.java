package io.jenkins.plugins.gitops.engine.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafeYamlTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SafeYaml yaml = new SafeYaml(YamlLimits.HAND_WRITTEN);

    /** What sigs.k8s.io/yaml 1.6.0 (kubectl's reader) made of each text, recorded from its own code. */
    static Stream<JsonNode> kubernetesReadings() throws IOException {
        try (InputStream in = SafeYamlTest.class.getResourceAsStream("kubernetes-values.jsonl")) {
            return Arrays.stream(new String(in.readAllBytes(), UTF_8).split("\n"))
                    .map(SafeYamlTest::json)
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("kubernetesReadings")
    void readsWhatKubernetesReads(JsonNode reading) throws IOException {
        String text = reading.get("yaml").textValue();
        if (reading.has("error")) {
            assertThatThrownBy(() -> load(text)).isInstanceOf(YamlProblem.class);
        } else {
            assertThat(numbers(JSON.valueToTree(load(text)))).isEqualTo(numbers(reading.get("json")));
        }
    }

    @Test
    void readsDocumentsWithTheirLines() throws IOException {
        List<SafeYaml.Document> documents = documents("# first\na: 1\n---\n---\n# none\n---\n\nb: 2\n...\n---\n- 3\n");

        assertThat(documents)
                .containsExactly(
                        new SafeYaml.Document(Map.of("a", 1L), 2),
                        new SafeYaml.Document(Map.of("b", 2L), 8),
                        new SafeYaml.Document(List.of(3L), 11));
    }

    @Test
    void readsNothingFromNothing() throws IOException {
        assertThat(documents("")).isEmpty();
        assertThat(documents("# a comment\n")).isEmpty();
        assertThat(documents("---\n")).isEmpty();
    }

    @Test
    void refusesBillionLaughsWithinASecond() {
        StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 40; i++) {
            laughs.append("a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", Collections.nCopies(9, "*a" + (i - 1)))));
        }
        Instant start = Instant.now();

        YamlProblem problem = problem(laughs.toString());

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(1));
        assertThat(problem).hasMessageContaining("aliases").hasMessageStartingWith("f.yaml:6:");
    }

    @Test
    void refusesBillionLaughsByMergeKeys() {
        StringBuilder laughs = new StringBuilder("a0: &a0 {x0: 1, y0: 2}\n");
        for (int i = 1; i < 30; i++) {
            laughs.append("a%d: &a%d {<<: [%s]}\n"
                    .formatted(i, i, String.join(", ", Collections.nCopies(9, "*a" + (i - 1)))));
        }

        assertThat(problem(laughs.toString())).hasMessageContaining("aliases");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(problem("[".repeat(5000) + "]".repeat(5000)).getMessage())
                .isEqualTo("f.yaml:1:66: found maps and lists nested 65 deep, expected at most 64");
        assertThat(problem("a: ".repeat(1) + "{a: ".repeat(100) + "}".repeat(100)))
                .hasMessageContaining("nested");
    }

    @Test
    void refusesALargeFile() {
        byte[] large = new byte[YamlLimits.HAND_WRITTEN.bytes() + 1];
        Arrays.fill(large, (byte) '#');

        assertThatThrownBy(() -> yaml.load("f.yaml", large)).hasMessageContaining("bytes, expected at most 4194304");
    }

    @Test
    void namesFileLineColumnFoundAndExpected() {
        YamlProblem problem = problem("a: 1\nb: 2\n  c: x\u00e9\ud83d\ude00: d\n");

        assertThat(problem.file()).isEqualTo("f.yaml");
        assertThat(problem.line()).isEqualTo(3);
        assertThat(problem.column()).isEqualTo(4);
        assertThat(problem.found()).contains("mapping values are not allowed here");
        assertThat(problem.expected()).startsWith("YAML");
    }

    @Test
    void refusesAKeyTwice() {
        assertThat(problem("a:\n  b: 1\n  c: 2\n  b: 3\n"))
                .hasMessage("f.yaml:4:3: found the key 'b' again, expected it once (it stands on line 2 already)");
        assertThat(problem("{1: a, '1': b}")).hasMessageContaining("the key '1' again");
    }

    @Test
    void refusesTagsThatMeanSomethingElsewhere() {
        assertThat(problem("a: !!java.net.URL [http://localhost]"))
                .hasMessageContaining("a tag that is not YAML's own");
        assertThat(problem("a: !Ref b")).hasMessageContaining("a tag that is not YAML's own");
        assertThat(problem("a: !vault {b: c}"))
                .hasMessageContaining("f.yaml:1:4")
                .hasMessageNotContaining("!vault");
    }

    @Test
    void refusesAliasesToNowhereAndToThemselves() {
        assertThat(problem("a: *b"))
                .hasMessage("f.yaml:1:4: found an alias to nothing, expected its anchor above it, or quotes");
        assertThat(problem("a: &a [*a]")).hasMessageContaining("inside its own anchor");
        assertThat(problem("a: &a\n  <<: *a")).hasMessageContaining("inside its own anchor");
    }

    @Test
    void refusesWhatCannotBeMerged() {
        assertThat(problem("a: &a 1\nb: {<<: *a}")).hasMessageContaining("a number to merge, expected a map");
    }

    @Test
    void refusesAMapAsAKey() {
        assertThat(problem("? {a: b}\n: c")).hasMessageContaining("a map as a key");
    }

    @Test
    void refusesOtherEncodings() {
        byte[] latin = "a: 1\nb: caf\u00e9\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> yaml.load("f.yaml", latin))
                .hasMessage("f.yaml:2:7: found a byte that is no UTF-8, expected text in UTF-8");
    }

    @Test
    void refusesControlCharacters() {
        assertThat(problem("a: 1\nb: \u0007\n"))
                .hasMessage("f.yaml:2:4: found the character U+0007, expected a printable character");
    }

    @Test
    void aliasesDoNotReachIntoTheNextDocument() {
        assertThat(problem("a: &x 1\n---\nb: *x")).hasMessageContaining("an alias to nothing");
    }

    private Object load(String text) throws IOException {
        List<SafeYaml.Document> documents = documents(text);
        assertThat(documents).hasSizeLessThan(2);
        return documents.isEmpty() ? null : documents.get(0).value();
    }

    private List<SafeYaml.Document> documents(String text) throws IOException {
        return yaml.load("f.yaml", text.getBytes(UTF_8));
    }

    private YamlProblem problem(String text) {
        return catchThrowableOfType(YamlProblem.class, () -> documents(text));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** Numbers as an API server holds them: 64-bit integers, or floating point. */
    private static JsonNode numbers(JsonNode node) {
        if (node.isObject()) {
            var copy = JSON.createObjectNode();
            node.properties().forEach(entry -> copy.set(entry.getKey(), numbers(entry.getValue())));
            return copy;
        }
        if (node.isArray()) {
            var copy = JSON.createArrayNode();
            node.forEach(item -> copy.add(numbers(item)));
            return copy;
        }
        boolean whole = node.isIntegralNumber() && node.canConvertToLong();
        return !node.isNumber()
                ? node
                : whole
                        ? JSON.getNodeFactory().numberNode(node.longValue())
                        : JSON.getNodeFactory().numberNode(node.doubleValue());
    }
}
