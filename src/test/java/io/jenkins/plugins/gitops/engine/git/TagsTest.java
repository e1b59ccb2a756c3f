package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading and pushing tags, on a real Git server. */
class TagsTest {
    private static final Person JENKINS = new Person("Jenkins", "jenkins@example.com");
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    @TempDir
    private Path cache;

    private GitHttpServer server;
    private Mirrors mirrors;
    private GitCommand git;
    private Mirror mirror;

    @BeforeEach
    void start() throws IOException {
        server = GitHttpServer.start();
        mirrors = new Mirrors(cache);
        server.createRepository("config", Map.of("app.yaml", "tag: 0\n", "sub/other.yaml", "tag: 0\n"));
        git = server.repositories().git("config");
        mirror = mirrors.open(server.access("config"));
    }

    @AfterEach
    void stop() {
        mirrors.close();
        server.close();
    }

    private String tip() {
        return server.repositories().tip("config", "main");
    }

    @Test
    void listsWhatTagsStandForByPrefixAndFetchesNothing() throws IOException {
        String first = tip();
        git.run("tag", "shop/v1.0.0", first);
        String second = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        git.run("tag", "-a", "-m", "The second", "shop/v1.1.0", second);
        git.run("tag", "mail/v1.0.0", first);

        assertThat(mirror.tags().commits("shop/"))
                .containsExactly(Map.entry("shop/v1.0.0", first), Map.entry("shop/v1.1.0", second));
        assertThat(server.requests()).as("protocol 2: capabilities and ls-refs").hasSize(2);
        assertThat(mirror.tags().commits("none/")).isEmpty();
    }

    @Test
    void fetchesTheOneChosen() throws IOException {
        git.run("tag", "shop/v1.0.0");
        server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        git.run("tag", "-a", "-m", "Second\n\nof all", "shop/v1.1.0", "main");

        TagInfo chosen = mirror.tags()
                .choose("shop/", names -> names.stream().sorted().reduce((a, b) -> b))
                .orElseThrow();

        assertThat(chosen.name()).isEqualTo("shop/v1.1.0");
        assertThat(chosen.commit()).isEqualTo(tip());
        assertThat(chosen.id()).isEqualTo(git.run("rev-parse", "shop/v1.1.0"));
        assertThat(chosen.message()).isEqualTo("Second\n\nof all\n");
        assertThat(chosen.time()).isNotNull();
        server.forget();
        assertThat(mirror.tree(chosen.commit()).id("app.yaml")).isPresent();
        assertThat(mirror.tags().read("shop/v1.1.0", chosen.id())).isEqualTo(chosen);
        assertThat(server.requests()).isEmpty();
        assertThat(mirror.tags().choose("shop/", names -> Optional.empty())).isEmpty();
    }

    @Test
    void aTagOfATreeIsNoCommit() throws IOException {
        git.run("tag", "shop/tree", "main^{tree}");

        assertThatThrownBy(() -> mirror.tags().read("shop/tree", git.run("rev-parse", "main^{tree}")))
                .isInstanceOf(GitException.class)
                .hasMessageContaining("stands for no commit");
    }

    @Test
    void pushesTheTagObjectAloneInTwoRequests() throws IOException {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            many.put("folder" + i % 20 + "/file" + i, "content " + i + "\n");
        }
        server.commitDirectly("config", "main", many);
        String commit = mirror.resolve("main").orElseThrow();
        String tag = mirror.tags().write("shop/v1.0.0", commit, JENKINS, NOW, "Release\n");
        long before = objects();
        server.forget();

        PushOutcome outcome;
        try (TagPush push = mirror.tags().openPush()) {
            assertThat(push.tag("shop/v1.0.0")).isEmpty();
            outcome = push.push("shop/v1.0.0", tag, commit);
        }

        assertThat(outcome.state()).isEqualTo(PushOutcome.State.ACCEPTED);
        assertThat(server.requests()).hasSize(2);
        assertThat(server.bytes()).isLessThan(3000);
        assertThat(objects() - before).isEqualTo(1);
        assertThat(git.run("cat-file", "-t", "shop/v1.0.0")).isEqualTo("tag");
        assertThat(git.run("for-each-ref", "--format=%(*objectname) %(taggeremail) %(subject)", "refs/tags"))
                .isEqualTo(commit + " <jenkins@example.com> Release");
    }

    @Test
    void sendsNoHistoryWhereTheBranchesAreUnknownHere() throws IOException {
        String commit = mirror.resolve("main").orElseThrow();
        server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        String tag = mirror.tags().write("v1", commit, JENKINS, NOW, "Release\n");
        long before = objects();

        try (TagPush push = mirror.tags().openPush()) {
            assertThat(push.push("v1", tag, commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
        }

        assertThat(objects() - before).isEqualTo(1);
        git.run("fsck", "--strict");
    }

    @Test
    void aCommitThatTheServerLacksIsNotTagged() throws IOException {
        mirror.resolve("main");
        String tree = mirror.writeTree(tip(), List.of(FileChange.write("app.yaml", new byte[] {'a', '\n'})));
        String only = mirror.writeCommit(tree, tip(), JENKINS, JENKINS, NOW, "Only here\n");
        String tag = mirror.tags().write("v1", only, JENKINS, NOW, "Release\n");

        try (TagPush push = mirror.tags().openPush()) {
            assertThat(push.push("v1", tag, only).state()).isNotEqualTo(PushOutcome.State.ACCEPTED);
        }

        assertThat(git.run("tag", "--list")).isEmpty();
    }

    @Test
    void whoComesSecondIsRefused() throws IOException {
        String commit = mirror.resolve("main").orElseThrow();
        String tag = mirror.tags().write("prod", commit, JENKINS, NOW, "Mine\n");
        try (TagPush made = mirror.tags().openPush()) {
            git.run("tag", "prod", commit);
            assertThat(made.push("prod", tag, commit).state()).isEqualTo(PushOutcome.State.REFUSED);
        }
        String next = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));
        try (TagPush moved = mirror.tags().openPush()) {
            assertThat(moved.tag("prod")).contains(commit);
            git.run("tag", "-f", "prod", next);
            assertThat(moved.push("prod", tag, commit).state()).isEqualTo(PushOutcome.State.REFUSED);
        }
        assertThat(git.run("rev-parse", "prod")).isEqualTo(next);
        try (TagPush again = mirror.tags().openPush()) {
            assertThat(again.push("prod", tag, commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
        }
        assertThat(git.run("rev-parse", "prod^{commit}")).isEqualTo(commit);
    }

    @Test
    void tellsTheCommitsThatTouchedAFolder() throws IOException {
        String start = mirror.resolve("main").orElseThrow();
        String touched = server.commitDirectly("config", "main", Map.of("sub/other.yaml", "tag: 1\n"));
        String besides = server.commitDirectly("config", "main", Map.of("app.yaml", "tag: 1\n"));

        assertThat(mirror.log(start, "main", Set.of("sub"), 10))
                .extracting(CommitInfo::id)
                .containsExactly(touched);
        assertThat(mirror.log(start, "main", 10)).extracting(CommitInfo::id).containsExactly(besides, touched);
    }

    private long objects() {
        return git.run("count-objects", "-v")
                .lines()
                .filter(line -> line.startsWith("in-pack: ") || line.startsWith("count: "))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
