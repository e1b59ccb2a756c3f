package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror is a cache: whatever happens to its folder, nobody has to repair it. */
class MirrorHealingTest {
    @TempDir
    private Path cache;

    private GitHttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        server.createRepository("config", Map.of("a/one.yaml", "a: 1\n", "b/two.yaml", "b: 2\n"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path folder() throws IOException {
        try (Stream<Path> folders = Files.list(cache)) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder().resolve("objects"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .toList();
        }
    }

    private String promote(Mirror mirror, String value) throws IOException {
        try (RefPush push = mirror.openPush("refs/heads/main")) {
            String tip = push.tip().orElseThrow();
            assertThat(mirror.tree(tip).read("a/one.yaml")).isPresent();
            String tree = mirror.writeTree(
                    tip, List.of(FileChange.write("a/one.yaml", value.getBytes(StandardCharsets.UTF_8))));
            Person me = new Person("Me", "me@example.com");
            String commit = mirror.writeCommit(tree, tip, me, me, Instant.now(), "Write " + value);
            assertThat(push.push(commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
            return commit;
        }
    }

    /** Fills a mirror, breaks it behind the back of a process that comes later, and uses it as if nothing were. */
    private void survives(Consumer<Path> damage) throws IOException {
        try (Mirrors mirrors = new Mirrors(cache)) {
            Mirror mirror = mirrors.open(server.access("config"));
            mirror.tree("main").read("a/one.yaml");
            promote(mirror, "first");
        }
        damage.accept(folder());
        try (Mirrors mirrors = new Mirrors(cache)) {
            Mirror mirror = mirrors.open(server.access("config"));
            TreeReader tree = mirror.tree("main");
            assertThat(tree.walk("")).hasSize(2);
            assertThat(new String(tree.read("a/one.yaml").orElseThrow(), StandardCharsets.UTF_8))
                    .isEqualTo("first");
            promote(mirror, "second");
        }
        assertThat(server.repositories().read("config", "main", "a/one.yaml")).isEqualTo("second");
        server.repositories().git("config").run("fsck", "--strict");
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("broken"));
        }
    }

    private void overwrite(Path file, byte[] content) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void survivesEmptyObjects() throws IOException {
        survives(folder -> {
            try {
                // what a machine leaves that lost its power after the files were named
                files("").stream().filter(f -> !f.toString().contains("pack")).forEach(f -> overwrite(f, new byte[0]));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void survivesBrokenPacks() throws IOException {
        survives(folder -> {
            try {
                files(".pack").forEach(file -> overwrite(file, "PACK".getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void survivesMissingPacksAndIndexes() throws IOException {
        survives(folder -> {
            try {
                for (Path file : files(".pack")) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        survives(folder -> {
            try {
                for (Path file : files(".idx")) {
                    overwrite(file, new byte[10]);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void survivesAHalfMadeFolder() throws IOException {
        survives(folder -> {
            try {
                MirrorStore.delete(folder);
                Files.createDirectories(folder.resolve("objects"));
                Files.writeString(folder.resolve("tips"), "0123 garbage\nmore");
                Files.writeString(folder.resolve("HEAD"), "");
                Files.writeString(folder.resolve("config"), "[broken");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Test
    void survivesTheFolderVanishingUnderIt() throws IOException {
        try (Mirrors mirrors = new Mirrors(cache)) {
            Mirror mirror = mirrors.open(server.access("config"));
            promote(mirror, "first");
            MirrorStore.delete(folder());
            promote(mirror, "second");
        }
        assertThat(server.repositories().read("config", "main", "a/one.yaml")).isEqualTo("second");
    }

    @Test
    void isMadeAgainWhenItLiesInTooManyPieces() throws IOException {
        try (Mirrors mirrors = new Mirrors(cache, new GitLimits(1_000, 1_000, 350))) {
            for (int i = 0; i < 10; i++) {
                server.commitDirectly("config", "main", Map.of("b/two.yaml", "b: " + i));
                promote(mirrors.open(server.access("config")), "number " + i);
                assertThat(files(".pack").size()).isLessThanOrEqualTo(5);
            }
        }
        assertThat(server.repositories().read("config", "main", "b/two.yaml")).isEqualTo("b: 9");
        assertThat(server.repositories().read("config", "main", "a/one.yaml")).isEqualTo("number 9");
    }

    @Test
    void clearsAwayWhatKilledProcessesLeft() throws IOException {
        try (Mirrors mirrors = new Mirrors(cache)) {
            promote(mirrors.open(server.access("config")), "first");
        }
        Path old = Files.writeString(folder().resolve("objects/incoming_1.pack"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = Files.writeString(folder().resolve("objects/incoming_2.pack"), "somebody is at it");
        Path broken = Files.createDirectory(cache.resolve(folder().getFileName() + ".broken-1"));
        Files.writeString(broken.resolve("file"), "left");
        try (Mirrors mirrors = new Mirrors(cache)) {
            promote(mirrors.open(server.access("config")), "second");
        }
        assertThat(old).doesNotExist();
        assertThat(broken).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void saysWhenItsFolderCannotBeWritten() throws IOException {
        Path file = cache.resolve("file");
        Files.writeString(file, "in the way");
        try (Mirrors mirrors = new Mirrors(file)) {
            assertThatThrownBy(() -> mirrors.open(server.access("config")))
                    .hasMessageContaining("make it writable")
                    .isInstanceOfSatisfying(
                            GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.STORAGE));
        }
    }

    @Test
    void saysWhenItsFolderBecameReadOnly() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(cache.resolve("disk"), "8m");
                Mirrors mirrors = new Mirrors(disk.folder())) {
            Mirror mirror = mirrors.open(server.access("config"));
            String tip = promote(mirror, "first");
            disk.remountReadOnly();
            assertStorage(() -> promote(mirror, "second"));
            String past = server.commitDirectly("config", "main", Map.of("c", "d"));
            assertStorage(() -> mirror.resolve("main"));
            assertThat(server.repositories().git("config").run("rev-parse", past + "^"))
                    .isEqualTo(tip);
        }
    }

    @Test
    void saysWhenTheDiskIsFull() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(cache.resolve("disk"), "256k");
                Mirrors mirrors = new Mirrors(disk.folder())) {
            Mirror mirror = mirrors.open(server.access("config"));
            String tip = promote(mirror, "first");
            byte[] random = new byte[400_000];
            new Random(1).nextBytes(random);
            assertStorage(() -> mirror.writeTree(tip, List.of(FileChange.write("a/one.yaml", random))));
            StringBuilder large = new StringBuilder();
            for (byte b : random) {
                large.append((char) ('!' + (b & 63)));
            }
            server.commitDirectly("config", "main", Map.of("large", large.toString()));
            TreeReader tree = mirror.tree("main");
            assertStorage(() -> tree.read("large"));
            assertThat(promote(mirror, "with the little room that is left")).isNotEmpty();
        }
    }

    private static void assertStorage(ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasMessageContaining("make room there, or make it writable")
                .isInstanceOfSatisfying(
                        GitException.class, e -> assertThat(e.reason()).isEqualTo(GitException.Reason.STORAGE));
    }

    /** A file system of its own, for whoever may mount one. */
    private record SmallDisk(Path folder) implements AutoCloseable {
        static SmallDisk mount(Path folder, String size) throws Exception {
            Files.createDirectories(folder);
            assumeTrue(
                    run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", folder.toString()),
                    "this user cannot mount a file system");
            return new SmallDisk(folder);
        }

        void remountReadOnly() throws Exception {
            assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
        }

        @Override
        public void close() throws Exception {
            assertThat(run("umount", "--lazy", folder.toString())).isTrue();
        }

        private static boolean run(String... command) throws Exception {
            try {
                Process process =
                        new ProcessBuilder(command).redirectErrorStream(true).start();
                process.getInputStream().readAllBytes();
                return process.waitFor() == 0;
            } catch (IOException e) {
                return false;
            }
        }
    }
}
