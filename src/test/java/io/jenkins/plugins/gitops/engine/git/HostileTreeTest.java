package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Repositories that were made to get at something, or that are no configuration. */
class HostileTreeTest {
    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws IOException {
        mirrors = new Mirrors(cache, new GitLimits(1_000, 100, 1_000));
        server = GitHttpServer.start();
        server.createRepository("config", Map.of("a/file.yaml", "a: 1\n"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private GitCommand git() {
        return server.repositories().git("config");
    }

    /** Commits a tree of raw entries, which no honest git would write. */
    private TreeReader tree(String... entries) throws IOException {
        ByteArrayOutputStream raw = new ByteArrayOutputStream();
        for (String entry : entries) {
            String[] parts = entry.split(" ", 3);
            raw.writeBytes((parts[0] + " " + parts[2] + "\0").getBytes(StandardCharsets.UTF_8));
            raw.writeBytes(HexFormat.of().parseHex(parts[1]));
        }
        String tree = git().run(raw.toByteArray(), "hash-object", "-t", "tree", "-w", "--literally", "--stdin");
        git().run("update-ref", "refs/heads/main", git().run("commit-tree", "-m", "Hostile", tree));
        return mirrors.open(server.access("config")).tree("main");
    }

    private String blob(String content) {
        return git().run(content.getBytes(StandardCharsets.UTF_8), "hash-object", "-w", "--stdin");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                ".git",
                ".GIT",
                ".Git",
                "git~1",
                "GIT~1",
                ".git ",
                ".git.",
                ".g\u200cit",
                ".git::$INDEX_ALLOCATION",
            })
    void refusesNamesThatClimbOrAreGits(String name) throws IOException {
        TreeReader tree = tree("100644 " + blob("x") + " " + name);
        assertRefused(() -> tree.list(""));
        assertRefused(() -> tree.walk(""));
        assertRefused(() -> tree.read(name));
        assertRefused(() -> tree.read("a/" + name + "/b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "a//b", "a/", "a\\b", ".git/config", "a/.GIT/hooks"})
    void refusesPathsThatClimbOrAreGits(String path) throws IOException {
        Mirror mirror = mirrors.open(server.access("config"));
        TreeReader tree = mirror.tree("main");
        String tip = server.repositories().tip("config", "main");
        assertRefused(() -> tree.read(path));
        assertRefused(() -> tree.id(path));
        assertRefused(() -> tree.walk(path));
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write(path, new byte[0]))));
    }

    @Test
    void whatDiffersIsListedAndLinksAreNotShown() throws IOException {
        String module = "160000 " + "1".repeat(40) + " module";
        TreeReader before = tree("100644 " + blob("a: 1\n") + " a.yaml", "120000 " + blob("/etc") + " link", module);
        git().run("branch", "before", "main");
        String folder =
                git().run(("100644 blob " + blob("b: 1\n") + "\tb.yaml\n").getBytes(StandardCharsets.UTF_8), "mktree");
        TreeReader after = tree("100644 " + blob("a: 2\n") + " a.yaml", "40000 " + folder + " link");

        TreeDiff difference = TreeDiff.between(before, after);

        assertThat(difference.files()).containsExactly("a.yaml", "link", "link/b.yaml", "module");
        assertThat(difference.diff()).contains("-a: 1\n+a: 2\n").doesNotContain("/etc", "module");
        assertThat(TreeDiff.between(after, before).files()).isEqualTo(difference.files());
    }

    @Test
    void followsNoLinks() throws IOException {
        TreeReader tree = tree("120000 " + blob("/etc") + " link", "160000 " + "1".repeat(40) + " module");
        assertThat(tree.list(""))
                .extracting(TreeEntry::type)
                .containsExactly(TreeEntry.Type.SYMLINK, TreeEntry.Type.SUBMODULE);
        assertThatThrownBy(() -> tree.read("link")).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> tree.read("link/passwd")).hasMessageContaining("\"link\" is a symbolic link");
        assertThatThrownBy(() -> tree.read("module")).hasMessageContaining("submodule");
        assertThatThrownBy(() -> tree.read("module/a")).hasMessageContaining("submodule");
        Mirror mirror = mirrors.open(server.access("config"));
        String tip = server.repositories().tip("config", "main");
        for (String path : List.of("link", "link/passwd", "module", "module/a")) {
            assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write(path, new byte[0]))));
        }
    }

    @Test
    void readsAFolderNotAsAFile() throws IOException {
        TreeReader tree = mirrors.open(server.access("config")).tree("main");
        assertThatThrownBy(() -> tree.read("a")).hasMessage("\"a\" is a folder, not a file");
        assertThat(tree.list("a/file.yaml")).isEmpty();
        assertThat(tree.read("a/file.yaml/b")).isEmpty();
    }

    @Test
    void refusesFilesOverTheLimit() throws IOException {
        TreeReader tree = tree("100644 " + blob("x".repeat(1_001)) + " large.yaml");
        assertThatThrownBy(() -> tree.read("large.yaml"))
                .hasMessage("\"large.yaml\" has 1001 bytes; the limit is 1000");
        String tip = server.repositories().tip("config", "main");
        Mirror mirror = mirrors.open(server.access("config"));
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write("b", new byte[1_001]))));
    }

    @Test
    void endsInATreeThatGrowsWithoutEnd() throws IOException {
        String tree = git().run("hash-object", "-t", "tree", "-w", "--literally", "/dev/null");
        String blob = blob("x");
        tree = git().run(("100644 blob " + blob + "\tf\n").getBytes(StandardCharsets.UTF_8), "mktree");
        for (int level = 0; level < 12; level++) {
            StringBuilder entries = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                entries.append("040000 tree ")
                        .append(tree)
                        .append("\td")
                        .append(i)
                        .append('\n');
            }
            tree = git().run(entries.toString().getBytes(StandardCharsets.UTF_8), "mktree");
        }
        git().run("update-ref", "refs/heads/main", git().run("commit-tree", "-m", "Bomb", tree));
        TreeReader bomb = mirrors.open(server.access("config")).tree("main");
        assertRefused(() -> bomb.walk(""));
    }

    @Test
    void refusesAFileWhereAFolderIsAndTheOtherWayRound() throws IOException {
        Mirror mirror = mirrors.open(server.access("config"));
        String tip = mirror.resolve("main").orElseThrow();
        byte[] x = {'x'};
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write("a", x))));
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write("a/file.yaml/b", x))));
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write("b", x), FileChange.write("b/c", x))));
        assertRefused(() -> mirror.writeTree(tip, List.of(FileChange.write("", x))));
    }
}
