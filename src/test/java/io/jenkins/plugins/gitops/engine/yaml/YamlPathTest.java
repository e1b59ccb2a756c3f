package io.jenkins.plugins.gitops.engine.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Index;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Key;
import io.jenkins.plugins.gitops.engine.yaml.YamlPath.Match;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlPathTest {

    @Test
    void readsKeysIndexesAndMatches() {
        assertThat(YamlPath.parse("spec.containers[0].ports[-1][name=http].port")
                        .steps())
                .containsExactly(
                        new Key("spec"),
                        new Key("containers"),
                        new Index(0),
                        new Key("ports"),
                        new Index(-1),
                        new Match(List.of("name"), "http"),
                        new Key("port"));
    }

    @Test
    void readsKeysThatHoldDots() {
        assertThat(YamlPath.parse("annotations.example\\.com/owner").steps())
                .containsExactly(new Key("annotations"), new Key("example.com/owner"));
        assertThat(YamlPath.parse("annotations[\"example.com/owner\"].x['a[b]']")
                        .steps())
                .containsExactly(new Key("annotations"), new Key("example.com/owner"), new Key("x"), new Key("a[b]"));
    }

    @Test
    void readsMatchesOfDeeperAndQuotedKeys() {
        assertThat(YamlPath.parse("[metadata.name=web].spec").steps())
                .containsExactly(new Match(List.of("metadata", "name"), "web"), new Key("spec"));
        assertThat(YamlPath.parse("a[\"x.y\"=\"1]\"]").steps())
                .containsExactly(new Key("a"), new Match(List.of("x.y"), "1]"));
        assertThat(YamlPath.parse("a[image=nginx:1.2=3].b").steps())
                .containsExactly(new Key("a"), new Match(List.of("image"), "nginx:1.2=3"), new Key("b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``     | path '', column 1: found the end, expected a key",
                "a.     | path 'a.', column 3: found the end, expected a key",
                ".a     | path '.a', column 1: found '.', expected a key",
                "a..b   | path 'a..b', column 3: found '.', expected a key",
                "a[0    | path 'a[0', column 4: found the end, expected an index, a quoted key or key=value in brackets",
                "a[b]   | path 'a[b]', column 4: found ']', expected an index, a quoted key or key=value in brackets",
                "a[]    | path 'a[]', column 3: found ']', expected a key",
                "a[0]b  | path 'a[0]b', column 5: found 'b', expected '.' or '[' between steps",
                "a[b=c  | path 'a[b=c', column 6: found the end, expected ']'",
                "a['b   | path 'a['b', column 5: found the end, expected a closing '",
                "a\\    | path 'a\\', column 3: found the end, expected a character behind the backslash",
                "a[--1] | path 'a[--1]', column 3: found '-', expected an index such as 0 or -1",
                "a[9999999999] | path 'a[9999999999]', column 3: found '9', expected an index such as 0 or -1"
            })
    void namesTheColumnOfAMistake(String text, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> YamlPath.parse(text))
                .withMessage(message);
    }

    @Property
    void readsWhatItWrites(@ForAll @NotEmpty List<String> keys, @ForAll String value, @ForAll int index) {
        YamlPath path = YamlPath.of(keys.toArray(String[]::new))
                .plus(new Index(index))
                .plus(new Match(keys, value))
                .then(keys.get(0));

        assertThat(YamlPath.parse(path.toString())).isEqualTo(path);
    }
}
