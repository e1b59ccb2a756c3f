package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.resource.Manifests;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edit says of a file ends in a build's log: never a value of it. */
class SecretsInMessagesTest {
    private static final String SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: %s\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{password: hunter2} | stringData.password.x | found a text at 'stringData.password'",
                "{password: hunter2} | stringData.password[0] | found a text at 'stringData.password'",
                "{password: 8888172} | stringData.password.x | found a number at 'stringData.password'",
                "{password: {x: hunter2}} | stringData.password | found a map at 'stringData.password'",
                "{password: [hunter2]} | stringData.password | found a list at 'stringData.password'",
                "{password: hunter2} | stringData.user | found no key 'user' in 'stringData'",
                "{a: &x {b: hunter2}, c: *x} | stringData.c.b | found the alias *x",
                "{a: hunter2, b: *hunter2} | stringData.a | found an alias to nothing",
                "{a: &hunter2 [*hunter2]} | stringData.a | found an alias inside its own anchor",
                "{a: {<<: hunter2}} | stringData.a.b | found a text to merge",
                "{[hunter2]: b} | stringData.a | found a list as a key",
                "{a: !hunter2!x b} | stringData.a | found undefined tag handle",
            })
    void areNotToldByAnEdit(String data, String path, String told) {
        for (boolean create : List.of(false, true)) {
            ValueEdit edit = new ValueEdit(
                    List.of(new ValueEdit.Value("secret.yaml", YamlPath.parse(path), "new")),
                    create && !told.contains("no key") && !told.contains("alias *x"));

            assertThatThrownBy(() -> edit.apply(new FixedTree(Map.of("secret.yaml", SECRET.formatted(data)))))
                    .hasMessageContaining(told.replace("found undefined", "undefined"))
                    .hasMessageNotContaining("hunter2")
                    .hasMessageNotContaining("8888172");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{a: !hunter2}",
                "{a: *hunter2}",
                "{a: {<<: hunter2}}",
                "{a: 'hunter2}",
                "{a: hunter2: b}",
                "\"hunter2",
                "%hunter2",
                "@hunter2",
            })
    void areNotToldOfAManifest(String data) {
        byte[] bytes = SECRET.formatted(data).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> Manifests.read("secret.yaml", bytes))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void areNotToldOfAnAssignment() {
        for (String text : List.of("secret.yaml:stringData.password=hunter2", "secret.yaml#stringData: hunter2")) {
            assertThatThrownBy(() -> ValueEdit.Value.parse(text))
                    .hasMessageContaining("\"secret.yaml")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
