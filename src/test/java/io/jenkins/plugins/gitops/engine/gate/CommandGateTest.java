package io.jenkins.plugins.gitops.engine.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.gate.GateCommands.Definition;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(OS.WINDOWS)
class CommandGateTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "exit 0 | OPEN | Command ask says yes",
                "exit 1 | CLOSED | Command ask says no",
                "exit 2 | UNKNOWN | Command ask ended with exit status 2",
                "echo 'all is well' | OPEN | all is well",
                "echo 'no ticket' >&2; exit 1 | CLOSED | no ticket",
                "echo 'no network' >&2; exit 7 | UNKNOWN | Command ask ended with exit status 7: no network",
                "kill -9 $$ | UNKNOWN | Command ask ended with exit status 137",
                "echo '{\"open\": true, \"reason\": \"CHG-7\"}' | OPEN | CHG-7",
                "echo '{\"open\": false, \"reason\": \"CHG-7 is not approved\"}' | CLOSED | CHG-7 is not approved",
                "echo '{\"open\": true}'; exit 1 | CLOSED | Command ask says no",
                "echo '{\"open\": true}'; exit 3 | UNKNOWN | Command ask ended with exit status 3",
                "printf '\\357\\273\\277{\"open\": false}' | CLOSED | Command ask says no",
                "echo '{\"open\": true, \"reason\": null}' | OPEN | Command ask says yes",
                "echo '[INFO] {fine}' | OPEN | [INFO] {fine}",
                "echo '{\"reason\": \"fine\"}' | OPEN | fine",
                "printf 'a\\033[31mb\\nc' | OPEN | a [31mb c"
            })
    void isReadFromExitStatusAndOutput(String script, State state, String reason) throws IOException {
        assertThat(decide(script)).isEqualTo(new Decision(state, reason, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"open\": false, \"retryAfter\": 90} | 90",
                "{\"open\": false, \"retryAfter\": \"5m\"} | 300",
                "{\"open\": false, \"retryAfter\": 1e30} | 604800",
                "{\"open\": false, \"retryAfter\": \"999999999d\"} | 604800"
            })
    void saysWhenToAskAgain(String output, int seconds) throws IOException {
        assertThat(decide("echo '" + output + "'").opensAt()).contains(Candidates.NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"open\": \"yes\"} | has an 'open' that is neither true nor false",
                "{\"open\": tr | is no JSON that can be read",
                "[{\"open\": false}] | is more than one JSON object",
                "{\"open\": true, \"retryAfter\": \"soon\"} | has a 'retryAfter' that is neither seconds nor a duration"
            })
    void doesNotGuessWhatBrokenOutputMeans(String output, String message) {
        assertThatThrownBy(() -> decide("echo '" + output + "'"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("What command ask has written " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"open\": true}\n{\"open\": false}",
                "checking...\n  {\"open\": false}",
                "[\n{\"open\": false}\n]",
                "fine\n[ {\"open\": false} ]"
            })
    void takesNoPartOfTheOutputForTheWhole(String output) {
        assertThatThrownBy(() -> decide("echo '" + output + "'"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("What command ask has written is ");
    }

    @Test
    void isToldOfThePromotion() throws IOException {
        Path seen = folder.resolve("seen");

        decide("cat > '" + seen + "'");

        assertThat(Files.readString(seen)).isEqualTo("""
                {"application":"shop","environment":"prod","cluster":"production","namespace":"shop",\
                "version":"1.4.2","images":["registry.example.com/shop/web:1.4.2"],"commit":"c0ffee",\
                "promoters":["ada"],"build":"shop #17","with":{"queue":"a'b\\"; rm -rf /"}}""");
    }

    @Test
    void inheritsNothing() throws IOException {
        Path seen = folder.resolve("seen");
        Path script = script("env > '" + seen + "'; pwd >> '" + seen + "'; ls -A >> '" + seen + "'");
        Definition definition =
                new Definition(List.of(script.toString()), Map.of("TOKEN", "given"), Duration.ofSeconds(20));

        gate((candidate, name) -> Optional.of(definition)).decide(Candidates.candidate(), Candidates.NOW);

        List<String> lines = Files.readAllLines(seen);
        assertThat(lines).contains("TOKEN=given");
        assertThat(lines.stream().map(line -> line.replaceAll("=.*", "")))
                .filteredOn(name -> !name.startsWith("/"))
                .isSubsetOf("TOKEN", "PATH", "HOME", "TMPDIR", "GITOPS_RUN", "PWD", "SHLVL", "_", "OLDPWD");
        assertThat(definition.toString()).doesNotContain("given");
    }

    @Test
    @Timeout(60)
    void endsWhatTakesTooLongWithItsDescendants() throws IOException {
        Path child = folder.resolve("child");
        Path script = script("sleep 1000 & echo $! > '" + child + "'; wait");
        GateCommands commands = (candidate, name) ->
                Optional.of(new Definition(List.of(script.toString()), Map.of(), Duration.ofSeconds(1)));

        assertThatThrownBy(() -> gate(commands).decide(Candidates.candidate(), Candidates.NOW))
                .isInstanceOf(IOException.class)
                .hasMessage("Command ask did not end within 1 s");
        long pid = Long.parseLong(Files.readString(child).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sleep 1000 & echo $! > '%s'", "cd /; (trap '' TERM; sleep 1000 & echo $! > '%s') & wait $!"})
    @Timeout(60)
    @EnabledOnOs(OS.LINUX)
    void endsWhatACommandLeavesBehind(String command) throws IOException {
        Path child = folder.resolve("child");

        Decision decision = decide(command.formatted(child));

        assertThat(decision.state()).isEqualTo(State.OPEN);
        long pid = Long.parseLong(Files.readString(child).strip());
        await().until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    @Timeout(60)
    void endsWhatWritesTooMuch() {
        assertThatThrownBy(() -> decide("yes")).hasMessage("Command ask wrote more than 1 MB");
        assertThatThrownBy(() -> decide("head -c 1100000 /dev/zero")).hasMessage("Command ask wrote more than 1 MB");
    }

    @Test
    void isUnknownWhereNobodyHasDefinedIt() throws IOException {
        assertThat(gate((candidate, name) -> Optional.empty()).decide(Candidates.candidate(), Candidates.NOW))
                .isEqualTo(Decision.unknown("No command ask is defined here for shop"));
    }

    @Test
    void saysThatItCannotBeStarted() {
        GateCommands commands = (candidate, name) ->
                Optional.of(new Definition(List.of("/no/such/program"), Map.of(), Duration.ofSeconds(5)));

        assertThatThrownBy(() -> gate(commands).decide(Candidates.candidate(), Candidates.NOW))
                .hasMessageStartingWith("Command ask could not be started: ");
    }

    private Path script(String body) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private Decision decide(String body) throws IOException {
        Definition definition = new Definition(List.of("/bin/sh", "-c", body), Map.of(), Duration.ofSeconds(30));
        return gate((candidate, name) -> Optional.of(definition)).decide(Candidates.candidate(), Candidates.NOW);
    }

    private static CommandGate gate(GateCommands commands) {
        return new CommandGate(new Gate.Command("command", "ask", Map.of("queue", "a'b\"; rm -rf /")), commands);
    }
}
