package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitOpsTest {
    @TempDir
    private Path folder;

    @Test
    void tellsItsVersion() {
        Ended ended = new Shell(folder).run("--version");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).startsWith("gitops ");
    }

    @Test
    void saysWhatThereIsWhereNothingIsAskedFor() {
        Ended ended = new Shell(folder).run();

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err()).contains("promote", "health", "Exit status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"promote", "diff", "health", "wait", "sync", "monitor", "lease", "render", "validate", "demo"})
    void helpsWithEveryCommand(String command) {
        Ended ended = new Shell(folder).run(command, "--help");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("gitops " + command);
    }

    @Test
    void refusesACommandThatNobodyKnows() {
        Ended ended = new Shell(folder).run("deploy");

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("deploy", "Try 'gitops --help'");
    }
}
