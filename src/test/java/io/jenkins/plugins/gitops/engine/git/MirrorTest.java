package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorTest {
    private static final Map<String, String> FILES =
            Map.of("values/prod.yaml", "tag: 1\n", "values/dev.yaml", "tag: 2\n", "README.md", "hello\n");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", FILES);
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private Mirror mirror() throws IOException {
        return mirrors.open(server.access("config"));
    }

    private static String read(TreeReader tree, String path) throws IOException {
        return new String(tree.read(path).orElseThrow(), StandardCharsets.UTF_8);
    }

    private long objects() throws IOException {
        Path folder;
        try (Stream<Path> folders = Files.list(cache)) {
            folder = folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
        String counts = GitCommand.in(folder).run("count-objects", "-v");
        return counts.lines()
                .filter(line -> line.startsWith("in-pack: ") || line.startsWith("count: "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void readsFilesOfABranch() throws IOException {
        TreeReader tree = mirror().tree("main");
        assertThat(read(tree, "values/prod.yaml")).isEqualTo("tag: 1\n");
        assertThat(tree.read("values/none.yaml")).isEmpty();
        assertThat(tree.list("values")).extracting(TreeEntry::name).containsExactly("dev.yaml", "prod.yaml");
        assertThat(tree.walk(""))
                .extracting(TreeEntry::path)
                .containsExactly("README.md", "values/dev.yaml", "values/prod.yaml");
        assertThat(tree.id("values/prod.yaml"))
                .contains(server.repositories().git("config").run("rev-parse", "main:values/prod.yaml"));
        assertThat(tree.id("")).contains(server.repositories().git("config").run("rev-parse", "main^{tree}"));
        assertThat(tree.id("nothing")).isEmpty();
    }

    @Test
    void leavesBlobsOutAndBringsThemWhenRead() throws IOException {
        Mirror mirror = mirror();
        TreeReader tree = mirror.tree("main");
        assertThat(objects()).as("a commit and two trees").isEqualTo(3);
        read(tree, "values/prod.yaml");
        assertThat(objects()).isEqualTo(4);
    }

    @Test
    void makesTheFirstCommitOfARef() throws IOException {
        Mirror mirror = mirror();
        Person person = new Person("Ada", "ada@example.com");
        byte[] content = "first".getBytes(StandardCharsets.UTF_8);
        String tree = mirror.writeTree(null, List.of(FileChange.write("a/b", content)));
        String commit = mirror.writeCommit(tree, null, person, person, Instant.EPOCH, "First");
        try (RefPush push = mirror.openPush("refs/other/first")) {
            assertThat(push.tip()).isEmpty();
            assertThat(push.push(commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
        }
        GitCommand git = server.repositories().git("config");
        assertThat(git.run("log", "--format=%an %s %P", "refs/other/first")).isEqualTo("Ada First");
        assertThat(git.run("cat-file", "blob", "refs/other/first:a/b")).isEqualTo("first");
    }

    @Test
    void bringsWhatWasListedInOneGo() throws IOException {
        TreeReader tree = mirror().tree("main");
        List<TreeEntry> entries = tree.walk("");
        server.forget();
        for (TreeEntry entry : entries) {
            read(tree, entry.path());
        }
        assertThat(server.requests()).filteredOn(r -> r.startsWith("GET")).hasSize(1);
        assertThat(objects()).isEqualTo(6);
    }

    @Test
    void bringsWhatIsAnnouncedInOneGo() throws IOException {
        TreeReader tree = mirror().tree("main");
        server.forget();
        tree.prefetch(List.of("values/prod.yaml", "values/dev.yaml", "missing", "values"));
        read(tree, "values/prod.yaml");
        read(tree, "values/dev.yaml");
        assertThat(server.requests()).filteredOn(r -> r.startsWith("GET")).hasSize(1);
    }

    @Test
    void takesEverythingFromAServerThatCannotFilter() throws IOException {
        server.repositories().git("config").run("config", "uploadpack.allowFilter", "false");
        Mirror mirror = mirror();
        TreeReader tree = mirror.tree("main");
        assertThat(objects()).isEqualTo(6);
        server.forget();
        assertThat(read(tree, "values/prod.yaml")).isEqualTo("tag: 1\n");
        assertThat(server.requests()).isEmpty();
        server.commitDirectly("config", "main", Map.of("more.yaml", "a: 1\n"));
        server.forget();
        mirror.resolve("main");
        assertThat(server.requests()).as("asked without a filter at once").hasSize(3);
    }

    @Test
    void takesEverythingFromAServerThatRefusesTheFilter() throws IOException {
        server.repositories().git("config").run("config", "uploadpackfilter.allow", "false");
        TreeReader tree = mirror().tree("main");
        assertThat(objects()).isEqualTo(6);
        assertThat(read(tree, "values/prod.yaml")).isEqualTo("tag: 1\n");
    }

    @Test
    void takesEverythingFromAServerThatGivesNoSingleBlobs() throws IOException {
        server.giveNoSingleBlobs();
        TreeReader tree = mirror().tree("main");
        assertThat(objects()).isEqualTo(3);
        assertThat(read(tree, "values/prod.yaml")).isEqualTo("tag: 1\n");
        server.forget();
        assertThat(read(tree, "values/dev.yaml")).isEqualTo("tag: 2\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void neverReadsAMissingBlobAsAnEmptyFile() throws IOException {
        TreeReader tree = mirror().tree("main");
        server.close();
        assertThatThrownBy(() -> tree.read("values/prod.yaml"))
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNREACHABLE));
    }

    @Test
    void bringsOnlyWhatIsNew() throws IOException {
        Mirror mirror = mirror();
        mirror.tree("main");
        String next = server.commitDirectly("config", "main", Map.of("values/prod.yaml", "tag: 3\n"));
        server.forget();
        assertThat(mirror.resolve("main")).contains(next);
        assertThat(objects())
                .as("a commit, two trees and the blob that changed")
                .isEqualTo(7);
        server.forget();
        assertThat(read(mirror.tree(next), "values/prod.yaml")).isEqualTo("tag: 3\n");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void resolvesTagsCommitsAndTheDefaultBranch() throws IOException {
        GitCommand git = server.repositories().git("config");
        String first = server.repositories().tip("config", "main");
        git.run("tag", "light", first);
        git.run("tag", "--annotate", "--message", "Release", "heavy", first);
        String second = server.commitDirectly("config", "env/prod", Map.of("a.yaml", "a: 1\n"));
        Mirror mirror = mirror();
        assertThat(mirror.resolve("light")).contains(first);
        assertThat(mirror.resolve("refs/tags/heavy")).contains(first);
        assertThat(mirror.resolve("HEAD")).contains(first);
        assertThat(mirror.resolve(second)).contains(second);
        assertThat(mirror.resolve("nothing")).isEmpty();
        assertThat(mirror.resolve("0123456789012345678901234567890123456789")).isEmpty();
        assertThat(mirror.defaultBranch()).contains("main");
        assertThat(mirror.branches("")).isEqualTo(Map.of("main", first, "env/prod", second));
        assertThat(mirror.branches("env/")).containsOnlyKeys("env/prod");
    }

    @Test
    void knowsHistory() throws IOException {
        String first = server.repositories().tip("config", "main");
        String second = server.repositories()
                .commit("config", "main", Map.of("a", "1"), "Second\n\nGitops-Version: 2\nSigned-off-by: Me <me@x>");
        String third = server.repositories()
                .commit("config", "main", Map.of("a", "2"), "Squashed\n\n* Inner\n\n  Gitops-Build: 7\n\nend");
        Mirror mirror = mirror();
        assertThat(mirror.log(first, third, 10)).extracting(CommitInfo::id).containsExactly(third, second);
        assertThat(mirror.log(null, third, 2)).hasSize(2);
        assertThat(mirror.isAncestor(first, third)).isTrue();
        assertThat(mirror.isAncestor(third, first)).isFalse();
        CommitInfo commit = mirror.commit(second);
        assertThat(commit.subject()).isEqualTo("Second");
        assertThat(commit.parents()).containsExactly(first);
        assertThat(commit.authorName()).isEqualTo("Somebody");
        assertThat(commit.trailers()).containsEntry("Gitops-Version", "2").containsKey("Signed-off-by");
        assertThat(mirror.commit(third).trailers()).containsEntry("Gitops-Build", "7");
        assertThat(mirror.commit(third).hasTrailer("Gitops-Build", "7")).isTrue();
    }

    @Test
    void sharesAMirrorBetweenProcesses() throws IOException {
        mirror().tree("main").read("README.md");
        server.forget();
        try (Mirrors other = new Mirrors(cache)) {
            Mirror mirror = other.open(server.access("config"));
            assertThat(read(mirror.tree(server.repositories().tip("config", "main")), "README.md"))
                    .isEqualTo("hello\n");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void asksForCredentialsAndSendsThemAtOnce() throws IOException {
        server.requireBasicAuth("me", "s3cret");
        assertThatThrownBy(() -> mirror().tree("main"))
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.UNAUTHORIZED));
        RepositoryAccess access = new RepositoryAccess(
                server.gitUrl("config"), new GitCredentials.UsernamePassword("me", "s3cret"), HostKeys.none());
        assertThat(access.toString()).doesNotContain("s3cret");
        server.forget();
        assertThat(mirrors.open(access).resolve("main")).isPresent();
        assertThat(server.requests()).hasSize(3);
        assertThat(server.connections()).as("kept alive").isEqualTo(1);
    }

    @Test
    void sendsThePasswordThatIsValidNow() throws IOException {
        AtomicReference<String> valid = new AtomicReference<>("first");
        server.requireBasicAuth("me", "first");
        Mirror mirror = mirrors.open(new RepositoryAccess(
                server.gitUrl("config"),
                new GitCredentials.CurrentPassword(() -> new GitCredentials.UsernamePassword("me", valid.get())),
                HostKeys.none()));
        assertThat(mirror.resolve("main")).isPresent();

        server.requireBasicAuth("me", "second");
        assertThatThrownBy(() -> mirror.resolve("main")).isInstanceOf(GitException.class);
        valid.set("second");
        assertThat(mirror.resolve("main")).isPresent();
    }

    @Test
    void saysWhichRepositoryIsNotThere() {
        assertThatThrownBy(() -> mirrors.open(server.access("nowhere")).resolve("main"))
                .hasMessageContaining("nowhere.git")
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.NOT_FOUND));
    }

    @Test
    void goesThroughTheProxyItIsGiven() throws IOException {
        ProxySelector selector = ProxySelector.of(new InetSocketAddress("127.0.0.1", server.port()));
        RepositoryAccess access = new RepositoryAccess(
                GitUrl.of("http://git.invalid/config.git", GitUrl.Allowed.HTTP),
                new GitCredentials.None(),
                HostKeys.none(),
                Duration.ofSeconds(10),
                selector);
        assertThat(mirrors.open(access).resolve("main")).isPresent();
    }

    @Test
    void heedsNothingThatTheUserConfiguredForGit() throws Exception {
        Path home = Files.createDirectory(cache.resolve("home"));
        Files.writeString(home.resolve(".gitconfig"), "[http]\n\textraHeader = \"Content-Encoding: gzip\"\n");
        server.requireBasicAuth("me", "s3cret");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-cp",
                        System.getProperty("java.class.path"),
                        ResolvingProcess.class.getName(),
                        server.url("config"),
                        cache.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
    }

    /** Resolves main in a process with a home of its own. */
    static final class ResolvingProcess {
        private ResolvingProcess() {}

        public static void main(String... arguments) throws IOException {
            RepositoryAccess access = new RepositoryAccess(
                    GitUrl.of(arguments[0], GitUrl.Allowed.HTTP),
                    new GitCredentials.UsernamePassword("me", "s3cret"),
                    HostKeys.none());
            try (Mirrors mirrors = new Mirrors(Path.of(arguments[1]))) {
                mirrors.open(access).resolve("main").orElseThrow();
            }
        }
    }
}
