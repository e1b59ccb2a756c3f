package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.cli.Shell.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form that needs no cluster. */
class DiffCommandTest {
    private static final String DESIRED = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 3
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - {name: web, image: "web:1"}
            """;
    private static final String LIVE = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              namespace: shop
              uid: 3a4b
              resourceVersion: "7"
              managedFields:
              - manager: kubectl-edit
                operation: Update
                apiVersion: apps/v1
                time: "2026-01-02T03:04:05Z"
                fieldsType: FieldsV1
                fieldsV1: {"f:spec": {"f:replicas": {}}}
            spec:
              replicas: %d
              progressDeadlineSeconds: 600
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  restartPolicy: Always
                  containers:
                  - {name: web, image: "web:1", imagePullPolicy: IfNotPresent}
            """;

    @TempDir
    private Path folder;

    @Test
    void isInSyncWhereTheServerOnlyAddedDefaults() throws IOException {
        Ended ended = diff(DESIRED, LIVE.formatted(3));

        assertThat(ended.err()).isEmpty();
        assertThat(ended.status()).isZero();
        JsonNode answer = ended.json();
        assertThat(answer.fieldNames()).toIterable().containsExactly("verdict", "revision", "resources");
        assertThat(answer.at("/verdict").asText()).isEqualTo("SYNCED");
        assertThat(answer.at("/revision").isNull()).isTrue();
        assertThat(answer.at("/resources/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "group", "version", "kind", "namespace", "name", "change", "drift", "fields", "reason");
        assertThat(answer.at("/resources/0/namespace").asText()).isEqualTo("shop");
        assertThat(answer.at("/resources/0/change").asText()).isEqualTo("NONE");
    }

    @Test
    void showsTheFieldAndWhoseHandItWas() throws IOException {
        Ended ended = diff(DESIRED, LIVE.formatted(5));

        assertThat(ended.status()).isEqualTo(1);
        JsonNode resource = ended.json().at("/resources/0");
        assertThat(ended.json().at("/verdict").asText()).isEqualTo("OUT_OF_SYNC");
        assertThat(resource.at("/change").asText()).isEqualTo("MODIFIED");
        assertThat(resource.at("/drift")).hasToString("[\"SCALE\"]");
        assertThat(resource.at("/fields/0"))
                .hasToString("{\"path\":\"/spec/replicas\",\"desired\":3,\"live\":5,\"manager\":\"kubectl-edit\"}");
    }

    @Test
    void tellsPeopleTheSame() throws IOException {
        Ended ended = new Shell(folder)
                .run("diff", "--desired", write("d.yaml", DESIRED), "--live", write("l.yaml", LIVE.formatted(5)));

        assertThat(ended.out()).isEqualToIgnoringNewLines("""
                        OUT_OF_SYNC: 0 of 1 objects in sync
                        MODIFIED  Deployment shop/web  SCALE
                                  /spec/replicas: 3 in Git, 5 live (kubectl-edit, 2026-01-02T03:04:05Z)
                        """);
    }

    @Test
    void comparesFolders() throws IOException {
        Path desired = Files.createDirectories(folder.resolve("desired/deep"));
        Files.writeString(desired.resolve("web.yaml"), DESIRED);
        Files.writeString(desired.resolve("notes.txt"), "not a manifest");
        Path live = Files.createDirectories(folder.resolve("live"));

        Ended ended = new Shell(folder)
                .run("diff", "--desired", desired.getParent().toString(), "--live", live.toString(), "-o", "json");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.json().at("/resources/0/change").asText()).isEqualTo("MISSING");
    }

    @Test
    void countsWhatIsLiveAndNotDesiredOnlyWhereItIsOurs() throws IOException {
        String map = """
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: %s
                  namespace: shop
                  labels: {gitops.jenkins.io/environment: "0123"}
                  annotations: {gitops.jenkins.io/tracking-id: "jenkins:shop/dev:/ConfigMap:shop/ours"}
                """;

        Ended ended = diff(DESIRED, LIVE.formatted(3) + map.formatted("ours") + map.formatted("a-copy"));

        assertThat(ended.json().at("/resources")).hasSize(2);
        assertThat(ended.json().at("/resources/1/name").asText()).isEqualTo("ours");
        assertThat(ended.json().at("/resources/1/change").asText()).isEqualTo("ADDED");
    }

    @Test
    void neverShowsWhatIsInASecret() throws IOException {
        String secret = """
                apiVersion: v1
                kind: Secret
                metadata: {name: s, namespace: shop}
                stringData: {password: %s}
                """;
        String live = secret.replace("stringData", "data").formatted("aHVudGVyMg==");

        Ended ended = diff(secret.formatted("correct-horse"), live);

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.json().at("/resources/0/change").asText()).isEqualTo("MODIFIED");
        assertThat(ended.out()).doesNotContain("correct-horse", "hunter2", "aHVudGVyMg", "Y29ycmVjdC1ob3JzZQ");
    }

    @Test
    void leavesOutWhatTheRulesIgnore() throws IOException {
        String rules = write("rules.yaml", """
                ignoreDifferences:
                - {group: apps, kind: Deployment, jsonPointers: [/spec/replicas]}
                """);
        String wrong = write("wrong.yaml", "ignoreDifferences: [{kind: Deployment, jsonPointer: /spec}]");
        String desired = write("desired.yaml", DESIRED);
        String live = write("live.yaml", LIVE.formatted(5));

        Ended ended = new Shell(folder).run("diff", "--desired", desired, "--live", live, "--rules", rules);
        Ended mistaken = new Shell(folder).run("diff", "--desired", desired, "--live", live, "--rules", wrong);

        assertThat(ended.status()).as(ended.err()).isZero();
        assertThat(mistaken.status()).isEqualTo(2);
        assertThat(mistaken.err()).contains("wrong.yaml:1:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--desired none.yaml --live none.yaml | none.yaml does not exist",
                "--desired none.yaml | Expected",
                "--desired | Missing required parameter",
                "--repository x --desired y --live z | Expected --desired and --live, or --repository",
                "--repository x --application y | Expected --repository, --application and --environment",
            })
    void refusesBadUsageWithASentence(String arguments, String sentence) {
        Ended ended = new Shell(folder).run(("diff " + arguments).split(" "));

        assertThat(ended.status()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence == null ? "gitops: " : sentence);
        assertThat(ended.out()).isEmpty();
    }

    @Test
    void namesTheLineOfAManifestThatIsNone() throws IOException {
        Ended ended = diff("kind: Deployment\n  oops: 1\n", LIVE.formatted(3));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("desired.yaml:2:");
    }

    private Ended diff(String desired, String live) throws IOException {
        return new Shell(folder)
                .run(
                        "diff",
                        "--desired",
                        write("desired.yaml", desired),
                        "--live",
                        write("live.yaml", live),
                        "-o",
                        "json");
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
