package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenderCommandTest {
    @TempDir
    private Path folder;

    @Test
    void printsAFoldersManifests() throws IOException {
        Files.createDirectories(folder.resolve("envs/dev"));
        Files.writeString(folder.resolve("envs/dev/b.yaml"), """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: b, annotations: {port: "8080"}}
                data: {script: "one\\ntwo\\n"}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: c}
                """);

        Ended ended = new Shell(folder)
                .run("render", "--path", folder.resolve("envs/dev").toString());

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(ended.out()).isEqualToNormalizingNewlines("""
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: b
                  annotations:
                    port: "8080"
                data:
                  script: |
                    one
                    two
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: c
                """);
    }

    @Test
    void printsAListForPrograms() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

        Ended ended = new Shell(folder).run("render", "--path", folder.toString(), "-o", "json");

        assertThat(ended.json().at("/kind").asText()).isEqualTo("List");
        assertThat(ended.json().at("/items/0/metadata/name").asText()).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "render | Expected",
                "render --path none | none is no folder",
                "render --path . --application x | Expected --path, or --repository",
            })
    void refusesBadUsageWithASentence(String arguments, String sentence) {
        Ended ended = new Shell(folder).run(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence == null ? "gitops: " : sentence);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void namesTheFileAndLineThatIsNoManifest() throws IOException {
        Files.writeString(folder.resolve("a.yaml"), "apiVersion: v1\nmetadata: {name: a}\n");

        Ended ended = new Shell(folder).run("render", "--path", folder.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("a.yaml:1");
    }
}
