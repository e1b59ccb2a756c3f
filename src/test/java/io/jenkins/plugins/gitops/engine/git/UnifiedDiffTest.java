package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String diff(String before, String after) throws IOException {
        return UnifiedDiff.of(new OneFile(before), List.of(FileChange.write("file.yaml", bytes(after))));
    }

    /** A tree of one file. */
    private record OneFile(String content) implements TreeReader {
        @Override
        public Optional<String> id(String path) {
            return Optional.empty();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return path.equals("file.yaml") ? Optional.of(bytes(content)) : Optional.empty();
        }

        @Override
        public List<TreeEntry> list(String folder) {
            return List.of();
        }

        @Override
        public List<TreeEntry> walk(String folder) {
            return List.of();
        }
    }

    @Test
    void readsAsGitsOwn() throws IOException {
        assertThat(diff("a: 1\nb: 2\n", "a: 1\nb: 3\n")).isEqualTo("""
                        diff --git a/file.yaml b/file.yaml
                        --- a/file.yaml
                        +++ b/file.yaml
                        @@ -1,2 +1,2 @@
                         a: 1
                        -b: 2
                        +b: 3
                        """);
        assertThat(diff("same\n", "same\n")).isEmpty();
    }

    @Test
    void showsNewAndDeletedFiles() throws IOException {
        String diff = UnifiedDiff.of(
                new OneFile("gone: 1\n"),
                List.of(FileChange.delete("file.yaml"), FileChange.write("new", bytes("n\n"))));
        assertThat(diff).contains("+++ /dev/null", "-gone: 1", "--- /dev/null", "+++ b/new", "+n");
    }

    @Test
    void showsThatASecretChangedButNotWhat() throws IOException {
        String secret = """
                apiVersion: v1
                kind: Secret
                metadata:
                  name: database
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"data":{"password":"%1$s"}}'
                type: Opaque
                stringData:
                  name: %1$s
                  password: %1$s
                  long: |
                    %1$s
                    kind: %1$s
                data:
                  "quoted": "%1$s"
                ---
                apiVersion: v1
                kind: ConfigMap
                data:
                  visible: %2$s
                """;
        String diff = diff(secret.formatted("hunter2", "old"), secret.formatted("hunter3", "new"));
        assertThat(diff).doesNotContain("hunter");
        assertThat(diff).contains("-  password: (hidden)", "+  password: (hidden)", " type: Opaque");
        assertThat(diff).contains("-  visible: old", "+  visible: new");
    }

    @Test
    void hidesSecretsHoweverTheyAreWritten() throws IOException {
        for (String form : List.of(
                "kind: Secret\nstringData: {password: %s}\n",
                "{\"kind\": \"Secret\", \"stringData\": {\"password\": \"%s\"}}\n",
                "{\n  \"kind\": \"Secret\",\n  \"data\": {\n    \"a\": \"%s\"\n  }\n}\n",
                "stringData:\n  a: %s\nkind: 'Secret'\n",
                "- kind: \"Secret\"\n  data:\n    a: %s\n",
                "items:\n- stringData:\n    a: %s\n  kind: Secret # comment\n",
                "data:\n  a: >-\n    %s\n    more\nkind: Secret\n",
                "data:\n  ? a\n  : %s\nkind: Secret\n",
                "data: !!map\n  a: %s\nkind: Secret\n",
                "kind:\n  Secret\ndata:\n  a: %s\n",
                "kind: !!str Secret\ndata:\n  a: %s\n",
                "kind: &k Secret\ndata:\n  a: %s\n",
                "data:\n  name: %s\nkind: Secret\r\n",
                "# %s\nkind: Secret\n",
                "kind: Secret\ntype: Opaque # %s\ndata:\n- name: %s\n")) {
            String diff = diff(form.replace("%s", "hunter2"), form.replace("%s", "hunter3"));
            assertThat(diff).as(form).isNotEmpty().doesNotContain("hunter");
        }
    }

    @Test
    void hidesWhatBecomesOrWasASecret() throws IOException {
        Map.of("kind: Secret\ndata:\n  a: hunter2\n", "kind: ConfigMap\ndata:\n  a: hunter2\n")
                .forEach((before, after) -> {
                    try {
                        assertThat(diff(before, after)).doesNotContain("hunter");
                        assertThat(diff(after, before)).doesNotContain("hunter");
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    @Test
    void saysThatBinaryFilesDiffer() throws IOException {
        assertThat(diff("a\0b", "a\0c")).contains("Binary files differ");
    }
}
