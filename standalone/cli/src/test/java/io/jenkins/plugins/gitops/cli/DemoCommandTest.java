package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.cli.Shell.Ended;
import io.jenkins.plugins.gitops.cli.demo.Demo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DemoCommandTest {
    @TempDir
    private Path folder;

    @Test
    void endsWithNoWhereACheckFails() {
        Ended ended = demo("--break", "promote-dev");

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("broken on purpose", "NOT TRUE: ", "The check of stage promote-dev failed.");
        assertThat(ended.out())
                .contains("$ gitops promote --repository http://127.0.0.1:")
                .doesNotContain("[wait-dev]");
    }

    @Tag("nightly")
    @ParameterizedTest
    @MethodSource("stages")
    void everyStageCanBeBroken(String stage) {
        Ended ended = demo("--break", stage);

        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("The check of stage " + stage + " failed.");
    }

    static Stream<String> stages() {
        return Demo.stages().stream();
    }

    @Tag("nightly")
    @Test
    void goesThroughTheWholeStory() {
        Ended ended = demo();

        assertThat(ended.status()).as(ended.out()).isZero();
        assertThat(ended.out()).contains("All " + Demo.stages().size() + " checks held");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--break sing | There is no stage sing; the stages are repository, promote-dev",
                "--kubeconfig none | There is no kubeconfig none",
                "--testbed --kubeconfig none | Expected --testbed or --kubeconfig, not both",
            })
    void refusesBadUsageWithASentence(String arguments, String sentence) {
        Ended ended = demo(arguments.split(" "));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains(sentence);
    }

    @Test
    void neverTakesTheCurrentContextOfAKubeconfig() throws Exception {
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), """
                current-context: production
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: production, context: {cluster: c, user: u}}]
                """);

        Ended ended = demo("--kubeconfig", kubeconfig.toString());

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err()).contains("production", "--cluster demo=CONTEXT");
    }

    private Ended demo(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "demo";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Shell(folder).with("PATH", System.getenv("PATH")).run(all);
    }
}
