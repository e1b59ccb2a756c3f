package io.jenkins.plugins.gitops.engine.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/5 0-23/2 1,15 jan-mar,12 mon-fri",
                "0 9 * * MON-THU",
                "59 23 31 12 7",
                " 0  0 24 12 * "
            })
    void takesCronExpressions(String text) {
        assertThat(CronSyntax.check(text))
                .hasSizeGreaterThan(8)
                .doesNotStartWith(" ")
                .isLowerCase();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "* * * *",
                "* * * * * *",
                "@daily",
                "60 * * * *",
                "* 24 * * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * foo *",
                "* * * * 8",
                "5-1 * * * *",
                "*/0 * * * *",
                "1,,2 * * * *",
                "? * * * *",
                "-1 * * * *",
                "fri-mon * * * *"
            })
    void refusesOtherCronExpressions(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CronSyntax.check(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "env/prod", "release-1.2", "feature/a_b", "JIRA-1#x"})
    void takesBranches(String text) {
        assertThat(Syntax.branch(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "a..b",
                ".a",
                "a/.b",
                "a.",
                "a.lock",
                "-a",
                "a b",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "a*",
                "a[b",
                "a\\b",
                "@",
                "a@{b",
                "refs/heads/a",
                "a\tb"
            })
    void refusesOtherBranches(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Syntax.branch(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod", "shop/v*", "v*", "v1.2.3", "*"})
    void takesTags(String text) {
        assertThat(Syntax.tag(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v*.1", "a b*", "refs/tags/v*", "**"})
    void refusesOtherTags(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Syntax.tag(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "apps/shop", "a.b/c-d", ".gitops", "a b", "..a", "\u00e9"})
    void takesPaths(String text) {
        assertThat(Syntax.path(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/a", "a/", "a//b", "..", "../a", "a/..", "a/../b", ".git", "a/.GIT/b", "./a", "a\\b", ".git /a"
            })
    void refusesOtherPaths(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Syntax.path(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/spec/replicas", "/a~1b/c~0d", "/a//b", "/"})
    void takesJsonPointers(String text) {
        assertThat(Syntax.jsonPointer(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spec", "/a~2", "/a~", ".spec.replicas"})
    void refusesOtherJsonPointers(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Syntax.jsonPointer(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".spec.replicas",
                ".spec.template.spec.containers[] | select(.name == \"a\") | .image",
                ".webhooks[]?.clientConfig.caBundle",
                ".a, .b"
            })
    void takesJqPathExpressions(String text) {
        assertThat(Syntax.jqPath(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".a |", ".a[", ") | (.", "foo bar", "range(9)", ".a * 9", "[.a]"})
    void refusesOtherJqPathExpressions(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Syntax.jqPath(text))
                .withMessageStartingWith("a jq path expression");
    }
}
