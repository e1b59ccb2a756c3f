package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of this machine, as the command allows it. */
class LocalRepositoryTest {
    @TempDir
    private Path folder;

    @Test
    void promotesIntoAFolder() throws IOException {
        GitRepositories repositories = new GitRepositories(folder.resolve("repositories"));
        repositories.create("config", Map.of("a.yaml", "a: 1\n"));
        GitUrl url = GitUrl.of(repositories.folder("config").toString(), GitUrl.Allowed.LOCAL);
        try (Mirrors mirrors = new Mirrors(folder.resolve("mirrors"))) {
            Mirror mirror = mirrors.open(new RepositoryAccess(url));
            assertThat(mirror.defaultBranch()).contains("main");
            String stale;
            String commit;
            try (RefPush push = mirror.openPush("refs/heads/main");
                    RefPush late = mirror.openPush("refs/heads/main")) {
                String tip = push.tip().orElseThrow();
                assertThat(mirror.tree(tip).read("a.yaml")).contains("a: 1\n".getBytes(StandardCharsets.UTF_8));
                commit = write(mirror, tip, "x");
                stale = write(mirror, tip, "y");
                assertThat(push.push(commit).state()).isEqualTo(PushOutcome.State.ACCEPTED);
                assertThat(late.push(stale).state()).isEqualTo(PushOutcome.State.REFUSED);
            }
            assertThat(repositories.tip("config", "main")).isEqualTo(commit);
            repositories.git("config").run("fsck", "--strict");
        }
    }

    private static String write(Mirror mirror, String parent, String content) throws IOException {
        String tree =
                mirror.writeTree(parent, List.of(FileChange.write("a.yaml", content.getBytes(StandardCharsets.UTF_8))));
        Person me = new Person("Me", "me@example.com");
        return mirror.writeCommit(tree, parent, me, me, Instant.now(), "Locally");
    }

    @Test
    void saysWhichFolderIsNoRepository() {
        try (Mirrors mirrors = new Mirrors(folder.resolve("mirrors"))) {
            GitUrl url = GitUrl.of(folder.resolve("nothing").toString(), GitUrl.Allowed.LOCAL);
            assertThatThrownBy(() -> mirrors.open(new RepositoryAccess(url)).resolve("main"))
                    .hasMessageContaining("nothing")
                    .isInstanceOf(GitException.class);
        }
    }
}
