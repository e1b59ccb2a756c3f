package io.jenkins.plugins.gitops.engine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.CommitInfo;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseNotesTest {
    private static final String ID = "0123456789abcdef0123456789abcdef01234567";
    private static final Instant NOON = Instant.parse("2026-05-04T12:00:00.5Z");

    static CommitInfo commit(String message, String... parents) {
        return new CommitInfo(
                ID,
                ID,
                List.of(parents),
                "Ada",
                "ada@example.com",
                NOON,
                message.lines().findFirst().orElse(""),
                message,
                Map.of());
    }

    private static ReleaseNotes notes(String... messages) {
        return ReleaseNotes.of(
                "v1.0.0",
                "v1.1.0",
                List.of(messages).stream().map(message -> commit(message)).toList(),
                List.of());
    }

    @Test
    void groupsWhatChanged() {
        ReleaseNotes notes = ReleaseNotes.of(
                "shop/v1.0.0",
                "shop/v1.1.0",
                List.of(
                        commit("feat(cart): remember me"),
                        commit("Promote shop to dev: web:1.1.0\n\nGitops-Application: shop\nGitops-Environment: dev\n"),
                        commit("fix: SHOP-7 the sum"),
                        commit("Merge branch 'x'", "a", "b"),
                        commit("refactor!: no more XML"),
                        commit("Tidy up")),
                List.of(new Arrival("dev", "web:1.1.0", NOON), new Arrival("staging", "", null)));

        assertThat(notes.text()).isEqualTo("""
                Breaking changes:

                - no more XML (0123456789)

                Features:

                - cart: remember me (0123456789)

                Fixes:

                - SHOP-7 the sum (0123456789)

                Other changes:

                - Tidy up (0123456789)

                1 promotion

                Reached:

                - dev: web:1.1.0 (2026-05-04T12:00:00Z)
                - staging
                """);
        ForgeLinks links =
                ForgeLinks.of(GitUrl.of("https://github.com/acme/config.git")).orElseThrow();
        IssueLinks issues = new IssueLinks(Pattern.compile("SHOP-\\d+"), "https://issues.example.com/{key}");
        String commit = "([`0123456789`](https://github.com/acme/config/commit/" + ID + "))";
        assertThat(notes.markdown(links, issues)).isEqualTo("""
                ## Breaking changes

                - no more XML COMMIT

                ## Features

                - **cart:** remember me COMMIT

                ## Fixes

                - [SHOP\\-7](https://issues.example.com/SHOP-7) the sum COMMIT

                ## Other changes

                - Tidy up COMMIT

                1 promotion

                ## Reached

                - dev: web\\:1\\.1\\.0 (2026-05-04T12:00:00Z)
                - staging

                [All changes since shop/v1\\.0\\.0](https://github.com/acme/config/compare/shop/v1.0.0...shop/v1.1.0)
                """.replace("COMMIT", commit));
        assertThat(notes.markdown(null, null)).contains("(`0123456789`)").doesNotContain("](");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fix: [click](https://evil.example)",
                "fix: <img src=x onerror=alert(1)>",
                "fix: closes #12 and owner/repo#13",
                "fix: thanks @everyone",
                "fix: `code` **bold** _it_ ~~gone~~",
                "fix: 1. one",
                "feat(](https://evil)): x",
                "# heading",
                "> quote",
                "fix: see !7 and &4 and %3",
                "fix: a | b <!-- c -->",
                "fix: \u202Egnp.exe\u0007",
            })
    void whatACommitSaysShowsAsItIs(String subject) {
        String line = notes(subject)
                .markdown(null, null)
                .lines()
                .filter(each -> each.startsWith("- "))
                .findFirst()
                .orElseThrow();
        String ours =
                line.substring(2).replaceFirst("^\\*\\*(.*?):\\*\\* ", "$1").replaceFirst(" \\(`\\w+`\\)$", "");

        assertThat(ours).doesNotContainPattern("(?<!\\\\)[\\[\\]<>`*_#|!]");
        assertThat(ours).doesNotContainPattern("[#@!&%](?=\\w)");
        assertThat(ours).doesNotContainPattern("^\\d+\\. ");
        assertThat(ours).doesNotContainPattern("[\u202A-\u202E\u0000-\u001F]");
    }

    @Test
    void aMessageAddsNoLineOfItsOwn() {
        assertThat(notes("fix: a\u2028Other: b\u000B\n\nOthers\n## Fixes").text())
                .isEqualTo("Fixes:\n\n- a Other: b (0123456789)\n");
        assertThat(notes("Promote\n\nGitops-Environment: prod").text()).isEqualTo("1 promotion\n");
    }

    @Test
    void isBounded() {
        String[] many = IntStream.range(0, 1000)
                .mapToObj(i -> "feat: " + i + "x".repeat(500))
                .toArray(String[]::new);

        assertThat(notes(many).text()).hasSizeLessThan(8_100).endsWith("\n\n… and more\n");
        String markdown = notes(many).markdown(null, null);
        assertThat(markdown).hasSizeLessThan(60_100).endsWith("… and 800 more\n");
        assertThat(markdown.lines().filter(line -> line.startsWith("- "))).hasSize(200);
        assertThat(ReleaseNotes.of(null, "v1", List.of(), List.of()).text()).isEqualTo("The first release.\n");
        assertThat(notes().text()).isEqualTo("No changes.\n");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.com/acme/config.git, https://github.com/acme/config/commit/ID, https://github.com/acme/config/compare/s/v1...s/v2",
        "git@github.com:acme/config.git, https://github.com/acme/config/commit/ID, https://github.com/acme/config/compare/s/v1...s/v2",
        "https://gitlab.example.com:8443/a/b/config.git, https://gitlab.example.com:8443/a/b/config/-/commit/ID, https://gitlab.example.com:8443/a/b/config/-/compare/s/v1...s/v2",
        "ssh://git@bitbucket.example.com:7999/ops/config.git, https://bitbucket.example.com/projects/OPS/repos/config/commits/ID, https://bitbucket.example.com/projects/OPS/repos/config/compare/commits?sourceBranch=refs/tags/s/v2&targetBranch=refs/tags/s/v1",
        "https://bitbucket.example.com/scm/ops/config.git, https://bitbucket.example.com/projects/OPS/repos/config/commits/ID, https://bitbucket.example.com/projects/OPS/repos/config/compare/commits?sourceBranch=refs/tags/s/v2&targetBranch=refs/tags/s/v1",
        "https://bitbucket.org/acme/config.git, https://bitbucket.org/acme/config/commits/ID, https://bitbucket.org/acme/config/branches/compare/s/v2%0Ds/v1",
        "https://codeberg.org/acme/config, https://codeberg.org/acme/config/commit/ID, https://codeberg.org/acme/config/compare/s/v1...s/v2",
        "https://dev.azure.com/acme/ops/_git/config, https://dev.azure.com/acme/ops/_git/config/commit/ID, https://dev.azure.com/acme/ops/_git/config/branchCompare?baseVersion=GTs/v1&targetVersion=GTs/v2",
        "git@ssh.dev.azure.com:v3/acme/ops/config, https://dev.azure.com/acme/ops/_git/config/commit/ID, https://dev.azure.com/acme/ops/_git/config/branchCompare?baseVersion=GTs/v1&targetVersion=GTs/v2",
    })
    void linksToTheForge(String url, String commit, String compare) {
        ForgeLinks links = ForgeLinks.of(GitUrl.of(url)).orElseThrow();

        assertThat(links.commit("ID")).isEqualTo(commit);
        assertThat(links.compare("s/v1", "s/v2")).isEqualTo(compare);
    }

    @Test
    void whereNoForgeCanBeToldOneIsNamed() {
        GitUrl url = GitUrl.of("https://git.example.com/acme/config.git");

        assertThat(ForgeLinks.of(url)).isEmpty();
        assertThat(ForgeLinks.of(GitUrl.of("https://notgithub.example.com/acme/config.git")))
                .isEmpty();
        assertThat(ForgeLinks.of(url, ForgeLinks.Site.GITEA).orElseThrow().web())
                .isEqualTo("https://git.example.com/acme/config");
        assertThat(ForgeLinks.of(GitUrl.of("/srv/config.git", GitUrl.Allowed.LOCAL), ForgeLinks.Site.GITEA))
                .isEmpty();
        Pattern key = Pattern.compile("X");
        assertThatThrownBy(() -> new IssueLinks(key, "https://issues.example.com"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{key}");
    }
}
