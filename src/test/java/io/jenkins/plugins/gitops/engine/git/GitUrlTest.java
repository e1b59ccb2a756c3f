package io.jenkins.plugins.gitops.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.git.GitUrl.Allowed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GitUrlTest {
    @ParameterizedTest
    @CsvSource({
        "https://git.example.com/team/config.git, https://git.example.com/team/config.git",
        "https://GIT.example.com:443/team/config/, https://git.example.com/team/config",
        "https://me@git.example.com/config, https://git.example.com/config",
        "https://git.example.com:8443/config, https://git.example.com:8443/config",
        "ssh://git@git.example.com/config, ssh://git@git.example.com/config",
        "ssh://git@git.example.com:2222/config, ssh://git@git.example.com:2222/config",
        "git@git.example.com:team/config.git, ssh://git@git.example.com/team/config.git",
        "git.example.com:/srv/config.git, ssh://git.example.com/srv/config.git",
    })
    void readsWhatGitReads(String text, String url) {
        assertThat(GitUrl.of(text)).hasToString(url).isEqualTo(GitUrl.of(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://git.example.com/config",
                "git://git.example.com/config",
                "ftp://git.example.com/config",
                "file:///srv/config.git",
                "file:/srv/config.git",
                "/srv/config.git",
                "../config.git",
                "C:\\config",
                "ext::sh -c touch /tmp/pwned",
                "https://",
                "https://-oProxyCommand=x/config",
                "https://git.example.com/config?x=1",
                "https://git.example.com/a b",
                "-u git@example.com",
                "https://git.example.com/\nconfig",
                "",
            })
    void refusesOtherWays(String text) {
        assertThatThrownBy(() -> GitUrl.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:hunter2@git.example.com/config",
                "https://me:hunter2@git.example.com/con fig",
                "ftp://me:hunter2@git.example.com/config",
                "http://me:hunter2@git.example.com/config",
                "https://me:hunter2@[::broken/config",
                "https://me:hunter2@git.example.com/config?x",
            })
    void neverRepeatsAPassword(String text) {
        assertThatThrownBy(() -> GitUrl.of(text)).satisfies(e -> {
            for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(t.toString()).doesNotContain("hunter2");
            }
        });
    }

    @Test
    void allowsHttpAndFoldersOnRequest() {
        assertThat(GitUrl.of("http://127.0.0.1:80/config", Allowed.HTTP)).hasToString("http://127.0.0.1/config");
        assertThat(GitUrl.of("/srv/config.git/", Allowed.LOCAL)).hasToString("/srv/config.git");
        assertThat(GitUrl.of("file:///srv/config.git", Allowed.LOCAL))
                .isEqualTo(GitUrl.of("/srv/config.git", Allowed.LOCAL));
        assertThatThrownBy(() -> GitUrl.of("/srv/config.git", Allowed.HTTP))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
