package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ScriptFolderTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-01T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @TestFactory
    @SuppressWarnings("unchecked")
    Stream<DynamicTest> judgesTheCasesBesideTheScripts() throws Exception {
        Path scripts = Path.of(ScriptFolderTest.class.getResource("scripts").toURI());
        ArgoCdRules rules = new ArgoCdRules(ScriptFolder.read(scripts, CLOCK));
        List<Map<String, Object>> cases =
                Serialization.unmarshal(Files.readString(scripts.resolve("cases.yaml")), List.class);

        return cases.stream()
                .map(example -> DynamicTest.dynamicTest((String) example.get("name"), () -> {
                    Optional<Health> health = rules.judge(Resource.of((Map<String, Object>) example.get("live")));

                    assertThat(health.map(Health::status).orElse(null)).isEqualTo(example.get("status"));
                    assertThat(health.map(Health::message).orElse(null)).isEqualTo(example.get("message"));
                }));
    }

    @Test
    void readsAFolderOfATree() throws Exception {
        TreeReader tree = new OneFile("ops/health/apps/Deployment/health.lua", "return {status = 'Healthy'}");

        HealthScripts scripts = ScriptFolder.read(tree, "ops/health", CLOCK);

        assertThat(scripts.scriptFor(new GroupKind("apps", "Deployment"))).isPresent();
        assertThat(scripts.scriptFor(new GroupKind("", "Deployment"))).isEmpty();
        assertThat(ScriptFolder.read(new OneFile("apps/Deployment/health.lua", ""), "", CLOCK)
                        .scriptFor(new GroupKind("apps", "Deployment")))
                .isPresent();
    }

    @Test
    void leavesOtherFilesAlone() throws Exception {
        write("apps/Deployment/actions/restart/health.lua", "this is no Lua");
        write("apps/Deployment/discovery.lua", "this is no Lua");
        write("health.lua", "this is no Lua");

        assertThat(ScriptFolder.read(folder, CLOCK).scriptFor(new GroupKind("apps", "Deployment")))
                .isEmpty();
    }

    @Test
    void namesFileAndLineOfAMistake() throws Exception {
        Path script = write("apps/Deployment/health.lua", "local a = 1\nif a then\n  return = 2\nend");

        assertThatThrownBy(() -> ScriptFolder.read(folder, CLOCK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(script + ":3:");
    }

    @Test
    void aBrokenScriptOfATreeMakesItsKindUnknown() throws Exception {
        for (String source : List.of("return =", "-".repeat(300_000))) {
            HealthScripts scripts = ScriptFolder.read(new OneFile("h/apps/Deployment/health.lua", source), "h", CLOCK);

            Health health = new ArgoCdRules(scripts)
                    .judge(Resource.of(Map.of("apiVersion", "apps/v1", "kind", "Deployment")))
                    .orElseThrow();
            assertThat(health.standing()).isEqualTo(Standing.UNKNOWN);
            assertThat(health.message()).contains("h/apps/Deployment/health.lua:");
        }
    }

    @Test
    void refusesAMissingFolderAndAHugeScript() throws Exception {
        assertThatThrownBy(() -> ScriptFolder.read(folder.resolve("none"), CLOCK))
                .hasMessage(folder.resolve("none") + ": expected a folder of health scripts");

        write("apps/Deployment/health.lua", "-".repeat(300_000));
        assertThatThrownBy(() -> ScriptFolder.read(folder, CLOCK))
                .hasMessageContaining("a health script of 300000 bytes, expected at most 262144");
    }

    private Path write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private record OneFile(String path, String content) implements TreeReader {

        @Override
        public Optional<String> id(String wanted) {
            return Optional.of("0123");
        }

        @Override
        public Optional<byte[]> read(String wanted) {
            return wanted.equals(path) ? Optional.of(content.getBytes(StandardCharsets.UTF_8)) : Optional.empty();
        }

        @Override
        public List<TreeEntry> list(String wanted) {
            return List.of();
        }

        @Override
        public List<TreeEntry> walk(String wanted) {
            return wanted.isEmpty() || path.startsWith(wanted + "/")
                    ? List.of(new TreeEntry(path, TreeEntry.Type.FILE, "0123"))
                    : List.of();
        }
    }
}
