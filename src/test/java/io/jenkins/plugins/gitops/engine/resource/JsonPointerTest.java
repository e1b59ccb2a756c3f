package io.jenkins.plugins.gitops.engine.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
    private static final Map<String, Object> TREE =
            Map.of("a", Map.of("x/y", 1, "m~n", 2, "", 3), "list", List.of("zero", Map.of("k", "v")));

    @Test
    void readsEscapedKeysAndIndexes() {
        assertThat(JsonPointer.parse("/a/x~1y").in(TREE)).isEqualTo(1);
        assertThat(JsonPointer.parse("/a/m~0n").in(TREE)).isEqualTo(2);
        assertThat(JsonPointer.parse("/a/").in(TREE)).isEqualTo(3);
        assertThat(JsonPointer.parse("/list/1/k").in(TREE)).isEqualTo("v");
        assertThat(JsonPointer.parse("").in(TREE)).isSameAs(TREE);
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(JsonPointer.parse("/a/none/deeper").in(TREE)).isNull();
        assertThat(JsonPointer.parse("/list/2").in(TREE)).isNull();
        assertThat(JsonPointer.parse("/list/01").in(TREE)).isNull();
        assertThat(JsonPointer.parse("/list/-").in(TREE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a", "/a~1b/~0/0", "/", "//x"})
    void writesWhatItRead(String text) {
        assertThat(JsonPointer.parse(text)).hasToString(text);
    }

    @Test
    void undoesEscapesInTheRightOrder() {
        assertThat(JsonPointer.parse("/~01").steps()).containsExactly("~1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "spec/replicas", "/a~2", "/a~"})
    void refusesWhatIsNoPointer(String text) {
        assertThatThrownBy(() -> JsonPointer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "' is no JSON pointer");
    }

    @Test
    void removesFromACopy() {
        assertThat(JsonPointer.parse("/a/x~1y").removeFrom(TREE))
                .isEqualTo(Map.of("a", Map.of("m~n", 2, "", 3), "list", TREE.get("list")));
        assertThat(JsonPointer.parse("/list/0").removeFrom(TREE))
                .isEqualTo(Map.of("a", TREE.get("a"), "list", List.of(Map.of("k", "v"))));
        assertThat(JsonPointer.parse("/list/1/k").removeFrom(TREE))
                .isEqualTo(Map.of("a", TREE.get("a"), "list", List.of("zero", Map.of())));
        assertThat(TREE.get("list"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void leavesTheTreeAloneWhereThePlaceIsMissing() {
        assertThat(JsonPointer.parse("/a/none").removeFrom(TREE)).isSameAs(TREE);
        assertThat(JsonPointer.parse("/list/1/none").removeFrom(TREE)).isSameAs(TREE);
        assertThat(JsonPointer.parse("/list/7").removeFrom(TREE)).isSameAs(TREE);
        assertThat(JsonPointer.parse("/a/m~0n/deeper").removeFrom(TREE)).isSameAs(TREE);
    }
}
