package io.jenkins.plugins.gitops.engine.application;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.gitops.engine.git.TreeEntry;
import io.jenkins.plugins.gitops.engine.git.TreeReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseReaderTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    private static Map<String, Lease> read(Map<String, String> files) throws IOException {
        return new LeaseReader().read(new Folder(files));
    }

    @Test
    void readsWhatIsWrittenWhateverIsInIt() throws IOException {
        Lease all = new Lease(
                new Lease.Scope("shop", "prod", "", "Deployment.apps/web", List.of("/spec/replicas", "/metadata/a~1b")),
                "Ada: \"root\"",
                "line\nbreaks, # and \u00e9",
                NOON,
                NOON.plusSeconds(60));
        Lease cluster =
                new Lease(new Lease.Scope("", "", "yes", "", List.of()), "true", "1.0", NOON, NOON.plusSeconds(1));

        assertThat(read(Map.of(
                        "a.yaml", new String(all.toYaml(), UTF_8), "b.yaml", new String(cluster.toYaml(), UTF_8))))
                .containsEntry(".gitops/_leases/a.yaml", all)
                .containsEntry(".gitops/_leases/b.yaml", cluster);
    }

    @Test
    void readsWhatSomebodyWrote() throws IOException {
        Map<String, Lease> leases = read(Map.of("README.md", "# Leases", "upgrade.yaml", """
                lease:
                  cluster: prod
                  by: Ada
                  reason: The nodes are replaced
                  until: "2026-05-01T12:00:00Z"
                """));

        assertThat(leases.values()).singleElement().satisfies(lease -> {
            assertThat(lease.scope().rule())
                    .isEqualTo(new DriftPolicy.Rule(List.of(), "", List.of(), DriftPolicy.Action.ALLOW));
            assertThat(lease.isActive(NOON.minusSeconds(1))).isTrue();
            assertThat(lease.isActive(NOON)).isFalse();
        });
    }

    @Test
    void tellsEveryMistake() {
        ConfigurationProblem problem = catchThrowableOfType(
                ConfigurationProblem.class, () -> read(Map.of("a.yaml", """
                        lease:
                          environment: prod
                          feilds: [/x]
                          by: Ada
                          until: tomorrow
                        """, "b.yaml", "hold: {}\n")));

        assertThat(problem.getMessage())
                .contains(
                        ".gitops/_leases/a.yaml:2:3: found no 'application'",
                        "found no 'reason'",
                        "found the unknown key 'feilds'",
                        "found 'tomorrow', expected a time such as",
                        ".gitops/_leases/b.yaml:1:1: found no 'lease'",
                        "found the unknown key 'hold'");
    }

    @Test
    void aTimeThatNobodyCountsToIsAMistake() {
        String lease = "lease: {application: shop, by: Ada, reason: sale, until: \"+10000-01-01T00:00:00Z\"}\n";
        assertThat(catchThrowableOfType(ConfigurationProblem.class, () -> read(Map.of("a.yaml", lease)))
                        .getMessage())
                .contains("expected a time before the year 10000");
    }

    private record Folder(Map<String, String> files) implements TreeReader {
        @Override
        public Optional<String> id(String path) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<byte[]> read(String path) {
            return Optional.ofNullable(files.get(path.substring(path.lastIndexOf('/') + 1)))
                    .map(text -> text.getBytes(UTF_8));
        }

        @Override
        public List<TreeEntry> list(String folder) {
            return files.keySet().stream()
                    .sorted()
                    .map(name -> new TreeEntry(folder + "/" + name, TreeEntry.Type.FILE, "0"))
                    .toList();
        }

        @Override
        public List<TreeEntry> walk(String folder) {
            throw new UnsupportedOperationException();
        }
    }
}
