package io.jenkins.plugins.gitops.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateCommandDefinitionTest {
    private final GateCommandDefinition command = new GateCommandDefinition("ticket", "/opt/gates/ticket");

    @Test
    void runsItsProgramWithOneArgumentALine() {
        command.setArguments("--queue\npayments; rm -rf /\n");
        command.setTimeout("30s");
        assertThat(command.command().line()).isEqualTo(List.of("/opt/gates/ticket", "--queue", "payments; rm -rf /"));
        assertThat(command.command().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(command.command().environment()).isEmpty();
        assertThat(command.problem()).isEmpty();
    }

    @Test
    void takesAMinuteWhereNothingIsSaid() {
        command.setTimeout(" ");
        assertThat(command.command().timeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(new GateCommandDefinition("ticket", "ticket").problem()).startsWith("Give the absolute path");
        assertThat(new GateCommandDefinition("../ticket", "/opt/ticket").problem())
                .startsWith("A name is");
        command.setTimeout("11m");
        assertThat(command.problem()).contains("10 minutes at most");
    }
}
