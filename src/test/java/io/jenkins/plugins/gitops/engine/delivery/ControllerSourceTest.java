package io.jenkins.plugins.gitops.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControllerSourceTest {
    private static final ControllerSource SOURCE =
            new ControllerSource("https://git.example.com/team/config.git", "envs/prod", Optional.of("main"), "shop");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/team/config",
                "https://git.example.com/team/config.git/",
                "https://bot@git.example.com:443/team/config.git",
                "HTTPS://Git.Example.com/Team/config",
                "ssh://git@git.example.com:22/team/config.git",
                "git@git.example.com:team/config.git",
                "git.example.com:/team/config"
            })
    void knowsTheRepositoryByAnyOfItsUrls(String url) {
        assertThat(SOURCE.isRepository(url)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.com/team/config2",
                "https://git.example.com/config",
                "https://example.com/team/config",
                "oci://git.example.com/team",
                ""
            })
    void doesNotTakeAnotherForIt(String url) {
        assertThat(SOURCE.isRepository(url)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "envs/prod,true",
        "./envs/prod,true",
        "/envs/prod/,true",
        "envs//prod/.,true",
        "envs/prod2,false",
        "envs,false",
        "'',false"
    })
    void comparesFoldersHoweverTheyAreWritten(String path, boolean same) {
        assertThat(SOURCE.isPath(path)).isEqualTo(same);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "./", "/"})
    void knowsTheRoot(String path) {
        assertThat(new ControllerSource("u", "", Optional.empty(), "shop").isPath(path))
                .isTrue();
    }

    @Test
    void comparesRefsByShortOrFullName() {
        assertThat(SOURCE.isRef("main")).isTrue();
        assertThat(SOURCE.isRef("refs/heads/main")).isTrue();
        assertThat(SOURCE.isRef("refs/tags/main")).isTrue();
        assertThat(SOURCE.isRef("master")).isFalse();
        assertThat(new ControllerSource("u", "", Optional.empty(), "shop").isRef("anything"))
                .isTrue();
    }

    @Test
    void showsNoUserOfItsUrl() {
        assertThat(new ControllerSource("https://bot:secret@git.example.com/config", "a", Optional.empty(), "shop"))
                .hasToString("git.example.com/config//a");
    }
}
