package io.jenkins.plugins.gitops.engine.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import io.jenkins.plugins.gitops.engine.yaml.SafeYaml;
import io.jenkins.plugins.gitops.engine.yaml.YamlLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JqDeletionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '%',
            value = {
                ".a                                                   % {b: [1, 2, {c: x}], d: {e: true}}",
                ".b[0], .b[-1]                                        % {a: 1, b: [2], d: {e: true}}",
                ".b[] | select(type == \"number\")                    % {a: 1, b: [{c: x}], d: {e: true}}",
                ".. | .c?                                             % {a: 1, b: [1, 2, {}], d: {e: true}}",
                ".b[] | objects | select(.c | test(\"^X$\"; \"i\"))   % {a: 1, b: [1, 2], d: {e: true}}",
                ".d[\"e\"], .none.deeper[]?, .b[7]                    % {a: 1, b: [1, 2, {c: x}], d: {}}",
                ".b[] | if . == 1 then . else empty end               % {a: 1, b: [2, {c: x}], d: {e: true}}",
                "select(.b | contains([1, 2])) | .b                   % {a: 1, d: {e: true}}",
                "getpath([\"d\", \"e\"])                              % {a: 1, b: [1, 2, {c: x}], d: {}}",
                "first(.b[] | numbers)                                % {a: 1, b: [2, {c: x}], d: {e: true}}",
                "select(any(.b[]; . == 2) and (.d | has(\"e\"))).a    % {b: [1, 2, {c: x}], d: {e: true}}",
                "select(.d | to_entries[] | .key == \"e\") | .b       % {a: 1, d: {e: true}}",
                "select(.a == -1 or (.nope // false)) | .a            % {a: 1, b: [1, 2, {c: x}], d: {e: true}}",
                ".                                                    % {a: 1, b: [1, 2, {c: x}], d: {e: true}}",
                ".a.b.c                                               % {a: 1, b: [1, 2, {c: x}], d: {e: true}}",
            })
    void leavesPathsOut(String expression, String rest) throws Exception {
        Resource object = object("{a: 1, b: [1, 2, {c: x}], d: {e: true}}");

        assertThat(new JqDeletion(expression).applyTo(object).content())
                .isEqualTo(object(rest).content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".a | select((\"x\" * 1500000000) == \"y\")",
                ".a | select([range(100000000000)] | length > 0)",
                "def f: f; f",
                "recurse(.; true)",
                "recurse",
                "limit(3; repeat(.))",
                "until(false; .)",
                "while(true; .)",
                ".a | select(. as $x | $x | env | .PATH)",
                "select($ENV.PATH)",
                "select(input)",
                "reduce .[] as $i (\"x\"; . + .)",
                "foreach .[] as $i (0; .)",
                "label $out | .a",
                "select(.a | @base64d)",
                "select(.a | @json)",
                "select(.a | tojson)",
                "select(.a | match(\"x\"))",
                "select(.a | capture(\"x\"))",
                "select(.a | scan(\"x\"))",
                "select(.a | split(\"x\"; \"g\"))",
                "select(.a | splits(\"x\"))",
                "select(.a | sub(\"x\"; \"y\"))",
                "select(.a | gsub(\"x\"; \"y\"))",
                "select(\"\\(.)\" | \"\\(.)\\(.)\")",
                "select([.,.] | [.,.])",
                "select([\"a\", \"b\"] | (.[] == .[]) == (.[] == .[]))",
                "select({a: .} | {a: ., b: .})",
                "select(map(., .))",
                "select(.a + .a)",
                "select(.a - 1)",
                ".a |= .b",
                ".a = 1",
                ".a # comment",
                "input_line_number",
                "debug",
                "import \"a\" as a; .a",
                ".b[0:1]",
                "path(.a)",
                "\"",
            })
    void refusesWhatTheObjectDoesNotBound(String expression) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JqDeletion(expression))
                .withMessageStartingWith(
                        "'" + expression + "' is no jq path expression: expected a jq path expression");
    }

    @Test
    void refusesWhatIsTooLongToRead() {
        for (String expression : List.of(
                "(".repeat(17) + ".a" + ")".repeat(17),
                "(.,.)|".repeat(17) + ".a",
                ".a|".repeat(700) + ".a",
                "(".repeat(100_000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new JqDeletion(expression))
                    .withMessageContaining("of at most");
        }
    }

    @Test
    void readsTheDeepestThatIsAllowedAtOnce() {
        long start = System.nanoTime();

        new JqDeletion("(".repeat(16) + ".a" + ")".repeat(16));
        new JqDeletion(".a[".repeat(16) + ".a" + "]".repeat(16));
        new JqDeletion("(.,.)|".repeat(16) + ".nope[]?");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select(.evil | test(\"^(a+)+$\"))",
                "select(.evil | test(\"(|)\" )), (select(.evil | test(\"^((a|a)*)*$\")))?",
                "select(.evil | test(\"(((a{0,30}){0,30}){0,30}){0,30}$\"))",
                "select(.long | test(\"(.*)*(.*)*(.*)*x\"))",
                "select(.evil | test(.pattern))",
                "((.list[] == .list[]) == (.list[] == .list[])) | .nope[]?",
                "(.list | keys) | ((.[] == .[]) == (.[] == .[])) | .nope[]?",
                ".. | .. | .. | .. | .. | .. | .. | .. | .nope[]?",
                "select(any(..; any(..; any(..; . == 1 and . == 2))))",
                "select(.list | contains(.))",
                "(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|(.,.)|..|.nope[]?",
                ".list[]",
            })
    void endsInTime(String expression) {
        Resource object = new Resource(
                Map.of(
                        "evil", "a".repeat(40) + "!",
                        "long", "y".repeat(9_000),
                        "pattern", "(x*)*".repeat(1000),
                        "list", IntStream.range(0, 20_000).boxed().toList(),
                        "deep", deep(40)),
                "object");
        long start = System.nanoTime();

        Resource after = new JqDeletion(expression).applyTo(object);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertThat(after.content()).containsKeys("evil", "list");
    }

    @Test
    void leavesAnObjectTooDeepForItAsItIs() {
        Resource object = new Resource(Map.of("deep", deep(100_000)), "object");

        assertThat(new JqDeletion(".. | .nope?").applyTo(object)).isSameAs(object);
    }

    @SuppressWarnings("unchecked")
    private static Resource object(String yaml) throws Exception {
        Object value = new SafeYaml(YamlLimits.HAND_WRITTEN)
                .load("object", yaml.getBytes(StandardCharsets.UTF_8))
                .get(0)
                .value();
        return new Resource((Map<String, Object>) value, "object");
    }

    private static Object deep(int levels) {
        Object value = 1;
        for (int i = 0; i < levels; i++) {
            value = List.of(value);
        }
        return value;
    }
}
