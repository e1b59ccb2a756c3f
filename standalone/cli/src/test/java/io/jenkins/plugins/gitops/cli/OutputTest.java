package io.jenkins.plugins.gitops.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void givesATerminalNothingToObey() {
        Output output = new Output(new PrintWriter(out), new PrintWriter(err), false, false);

        output.say("reason: \u001b[2Jü\u009b31m\r\u0007\u202Eok\n\tand more \uD83D\uDE80");
        output.note("\u001b]0;title\u0007");

        assertThat(out)
                .hasToString("reason: ?[2Jü?31m???ok\n\tand more \uD83D\uDE80".replace('?', '\uFFFD')
                        + System.lineSeparator());
        assertThat(err).hasToString("\uFFFD]0;title\uFFFD" + System.lineSeparator());
    }

    @Test
    void repeatsNoControlsOfWhatIsWrong(@TempDir Path folder) {
        assertThat(new Shell(folder)
                        .run("log", "--repository", folder + "/\u001b[2J", "--application", "shop")
                        .err())
                .doesNotContain("\u001b");
    }
}
