package io.jenkins.plugins.gitops.engine.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.yaml.YamlProblem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds and versions in quarantine, as somebody writes them. */
class RestrictionTest {
    private static final String GOOD = """
            hold:
              version: '1.4'
              by: ada
              reason: it leaks
              since: 2026-05-01T12:00:00Z
            """;

    private static Restriction read(String text) throws YamlProblem {
        return Restriction.read("hold.yaml", text.getBytes(StandardCharsets.UTF_8), Restriction.Kind.HOLD);
    }

    @Test
    void isReadAsWritten() throws YamlProblem {
        Restriction hold = read(GOOD);

        assertThat(hold.version()).isEqualTo("1.4");
        assertThat(new String(hold.toYaml("hold.yaml"), StandardCharsets.UTF_8)).contains("reason: it leaks");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "version: '1.4' | version: 1.4 | hold.yaml:2:12: found 'version' with the number 1.4, expected a text: put it in quotes",
                "by: ada | by: yes | hold.yaml:3:7: found 'by' with yes, expected a text: put it in quotes",
                "by: ada | by: | hold.yaml:3:6: found 'by' with nothing, expected a text",
                "  by: ada | | hold.yaml:1:1: found no 'by', expected a text",
                "since: 2026-05-01T12:00:00Z | since: today | hold.yaml:5:10: found 'since' with 'today', expected a time such as"
            })
    void saysWhatIsWrongAndWhere(String right, String wrong, String message) {
        String text = GOOD.replace(right, wrong == null ? "" : wrong);

        assertThatThrownBy(() -> read(text)).hasMessageStartingWith(message);
    }
}
