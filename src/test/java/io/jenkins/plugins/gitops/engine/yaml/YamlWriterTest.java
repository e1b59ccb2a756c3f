package io.jenkins.plugins.gitops.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class YamlWriterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"yes", "1e3", "0x10", "010", "~", "null", "2026-01-02", "1_000", "-", "=", "", " a", "a: b", "#"
            })
    void keepsStringsStrings(String text) {
        String yaml = YamlWriter.write(Map.of("key", text));

        assertThat(yaml).matches("key: [\"'](?s:.*)[\"']\n");
        Map<String, Object> read = new Yaml().load(yaml);
        assertThat(read).containsEntry("key", text);
    }
}
