package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.FileChange;
import io.jenkins.plugins.gitops.engine.promotion.ValueEdit.Value;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueEditTest {
    private static final FixedTree TREE =
            new FixedTree(Map.of("values.yaml", "image:\n  tag: 1.4.1 # live\nenv:\n- name: A\n  value: x\n"));

    @Test
    void changesNothingButTheValues() throws IOException {
        assertThat(edit("values.yaml#image.tag=1.4.2", "values.yaml#env[name=A].value=z"))
                .isEqualTo("image:\n  tag: 1.4.2 # live\nenv:\n- name: A\n  value: z\n");
    }

    @Test
    void writesNothingWhereEverythingIsThere() throws IOException {
        ValueEdit edit = new ValueEdit(List.of(Value.parse("values.yaml#image.tag=1.4.1")), false);

        assertThat(edit.apply(TREE)).isEmpty();
    }

    @Test
    void aValueMayHoldEqualsSigns() {
        assertThat(Value.parse("values.yaml#image.tag=a=b").value()).isEqualTo("a=b");
    }

    @Test
    void anEscapedEqualsSignIsPartOfTheKey() {
        assertThat(Value.parse("values.yaml#labels[\"a=b\"]=c").value()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "values.yaml", "values.yaml#image.tag", "#image.tag=1", "image.tag=1"})
    void saysWhatAnAssignmentLooksLike(String text) {
        assertThatThrownBy(() -> Value.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FILE#PATH=VALUE");
    }

    @Test
    void aMissingFileIsMadeOnlyWhenAsked() throws IOException {
        List<Value> values = List.of(Value.parse("new.yaml#a.b=1"));

        assertThatThrownBy(() -> new ValueEdit(values, false).apply(TREE))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("new.yaml");
        assertThat(new ValueEdit(values, true).apply(TREE))
                .extracting(FileChange::path)
                .containsExactly("new.yaml");
    }

    private static String edit(String... assignments) throws IOException {
        List<FileChange> changes =
                new ValueEdit(List.of(assignments).stream().map(Value::parse).toList(), false).apply(TREE);
        assertThat(changes).hasSize(1);
        return new String(changes.get(0).content(), StandardCharsets.UTF_8);
    }
}
