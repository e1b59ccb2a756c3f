package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChecksTest {
    @ParameterizedTest
    @ValueSource(strings = {"prod", "prod-1", "eu.prod_2", "P"})
    void takesNames(String name) {
        assertThat(Checks.name(name)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "-prod", "prod/eu", "prod eu", "../prod", "ü"})
    void refusesWhatIsNoName(String name) {
        assertThat(Checks.name(name)).startsWith("A name is");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "main", "env/prod"})
    void takesBranches(String branch) {
        assertThat(Checks.branch(branch)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refs/heads/main", "refs/tags/v1", "a..b", "-x", "ma in"})
    void refusesWhatIsNoBranch(String branch) {
        assertThat(Checks.branch(branch)).startsWith("Give a branch such as main");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://git.example.org/team/config.git",
                "http://127.0.0.1:3000/team/config",
                "ssh://git@git.example.org:2222/team/config.git",
                "git@git.example.org:team/config.git"
            })
    void takesUrlsOfRepositories(String url) {
        assertThat(Checks.repository(url)).isEmpty();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "/var/lib/config.git",
                "file:///var/lib/config.git",
                "config.git",
                "C:\\config",
                "ext::sh -c id",
                "git://git.example.org/config.git",
                "https:///config.git",
                "--upload-pack=id",
                "https://git example.org/"
            })
    void refusesFilesOfTheControllerAndOddTransports(String url) {
        assertThat(Checks.repository(url)).startsWith("Give an https or ssh URL");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "gitops.jsonl", "logs/gitops-audit.jsonl", "a/b/c.1.jsonl"})
    void takesFilesBelowHome(String file) {
        assertThat(Checks.fileBelowHome(file)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/var/log/gitops.jsonl",
                "../gitops.jsonl",
                "logs/../../gitops.jsonl",
                "config.xml",
                ".jsonl",
                "secrets/master.key",
                "C:\\gitops.jsonl",
                "logs//gitops.jsonl",
                "logs\n/gitops.jsonl"
            })
    void refusesFilesElsewhereAndJenkinssOwn(String file) {
        assertThat(Checks.fileBelowHome(file)).startsWith("Give a file below JENKINS_HOME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:secret@git.example.org/config", "https://token@git.example.org/config"})
    void refusesCredentialsInUrls(String url) {
        assertThat(Checks.repository(url)).contains("choose a credential").doesNotContain("secret");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "https://10.0.0.1:6443", "https://rancher.example.org/k8s/clusters/c-1"})
    void takesServersAndNone(String server) {
        assertThat(Checks.server(server)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:6443", "file:///etc/passwd", "https://"})
    void refusesOtherServers(String server) {
        assertThat(Checks.server(server)).startsWith("Give the https URL");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "gitea, https://git.example.org/api/v1",
        "github, https://git.example.org/api/v3",
        "gitea, http://127.0.0.1:3000/api/v1"
    })
    void takesGitHosts(String kind, String api) {
        assertThat(Checks.forge(kind, api)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gitea, '', both or neither",
        "'', https://git.example.org/api/v1, both or neither",
        "gitee, https://git.example.org/api/v1, 'one of github, gitlab'",
        "gitea, http://git.example.org/api/v1, Plain http sends the token in the open",
        "gitea, https://me:secret@git.example.org/api/v1, a token is given as credentials",
        "gitea, https://git example, is no URL"
    })
    void refusesWhatIsNoGitHost(String kind, String api, String sentence) {
        assertThat(Checks.forge(kind, api)).contains(sentence).doesNotContain("secret");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "ticket", "./ticket", "../ticket", "bin/ticket", "~/ticket", "a\0b"})
    void refusesProgramsThatAreFoundSomewhere(String program) {
        assertThat(Checks.program(program)).startsWith("Give the absolute path of a program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1s", "30s", "5m", "10m"})
    void takesTimeouts(String timeout) {
        assertThat(Checks.gateTimeout(timeout)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0s", "-1s", "soon", "10", "10m1s", "1d"})
    void refusesTimeoutsThatAreNoneOrTooLong(String timeout) {
        assertThat(Checks.gateTimeout(timeout)).startsWith("Give how long it may take");
    }
}
