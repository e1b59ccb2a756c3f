package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthCommandTest {
    private static final String LIVE = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop, generation: 2}
            spec: {replicas: 1}
            status:
              observedGeneration: 2
              replicas: 1
              updatedReplicas: 1
              readyReplicas: 1
              availableReplicas: 1
              conditions:
              - {type: Available, status: "True"}
              - {type: Progressing, status: "True", reason: NewReplicaSetAvailable}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: shop}
            """;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("live.yaml"), LIVE);
    }

    @Test
    void judgesByArgoCdsRulesUnlessToldOtherwise() {
        Ended ended = health();

        assertThat(ended.status()).isZero();
        assertThat(ended.err()).isEmpty();
        JsonNode web = ended.json().get(0);
        assertThat(web.fieldNames())
                .toIterable()
                .containsExactly("group", "version", "kind", "namespace", "name", "status", "message", "rules");
        assertThat(web.at("/group").asText()).isEqualTo("apps");
        assertThat(web.at("/status").asText()).isEqualTo("Healthy");
        assertThat(web.at("/rules").asText()).isEqualTo("argocd");
        assertThat(ended.json().get(1).at("/status").isNull()).isTrue();
    }

    @Test
    void judgesTwiceByBoth() {
        Ended ended = health("--rules", "both");

        assertThat(ended.json().findValuesAsText("rules")).containsExactly("argocd", "kstatus", "argocd", "kstatus");
        assertThat(ended.json().get(1).at("/status").asText()).isEqualTo("Current");
    }

    @Test
    void letsAScriptOverrideTheRules() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts/apps/Deployment"));
        Files.writeString(
                scripts.resolve("health.lua"), "return {status = 'Degraded', message = 'no ' .. obj.metadata.name}");

        Ended ended = health("--scripts", folder.resolve("scripts").toString());

        assertThat(ended.json().get(0).at("/status").asText()).isEqualTo("Degraded");
        assertThat(ended.json().get(0).at("/message").asText()).isEqualTo("no web");
    }

    @Test
    void readsAFolderFileByFileByName() throws IOException {
        Path many = Files.createDirectories(folder.resolve("many"));
        for (String name : new String[] {"b", "a", "c"}) {
            Files.writeString(
                    many.resolve(name + ".yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n");
        }

        Ended ended = new Shell(folder).run("health", "--file", many.toString(), "-o", "json");

        assertThat(ended.json().findValuesAsText("name")).containsExactly("a", "b", "c");
    }

    @Test
    void tellsPeopleInColumns() {
        Ended ended = new Shell(folder).run("health", "--file", file.toString());

        assertThat(ended.out().lines().toList().get(0)).startsWith("Healthy      Deployment shop/web");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "health | Missing required option: '--file=PATH'",
                "health --file none.yaml | none.yaml does not exist",
                "health --file none.yaml --rules mine | Invalid value for option '--rules'",
                "health --file none.yaml --scripts none | ",
            })
    void refusesBadUsageWithASentence(String arguments, String sentence) {
        Ended ended = new Shell(folder).run(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence == null ? "gitops: none" : sentence);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void namesTheScriptThatIsNone() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts/apps/Deployment"));
        Files.writeString(scripts.resolve("health.lua"), "this is no Lua");

        Ended ended = health("--scripts", folder.resolve("scripts").toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("health.lua");
    }

    private Ended health(String... arguments) {
        String[] all = new String[arguments.length + 5];
        System.arraycopy(new String[] {"health", "-o", "json", "--file", file.toString()}, 0, all, 0, 5);
        System.arraycopy(arguments, 0, all, 5, arguments.length);
        return new Shell(folder).run(all);
    }
}
