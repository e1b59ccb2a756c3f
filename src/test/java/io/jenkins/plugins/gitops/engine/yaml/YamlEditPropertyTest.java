package io.jenkins.plugins.gitops.engine.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * An edit changes its value and nothing else: checked on the characters by where the generator put the value, and on
 * the meaning by another parser (snakeyaml-engine, YAML 1.2).
 */
class YamlEditPropertyTest {

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void anEditChangesItsValueAlone(@ForAll long seed, @ForAll("values") String value) throws IOException {
        OddYaml odd = new OddYaml(seed);
        OddYaml.Leaf leaf = odd.leaves().isEmpty()
                ? null
                : odd.leaves().get((int) Math.floorMod(seed, (long) odd.leaves().size()));
        if (leaf == null) {
            return;
        }
        String before = odd.text();
        String after = text(YamlFile.parse("odd.yaml", before.getBytes(UTF_8)).set(leaf.path(), value));

        assertThat(after)
                .as(before)
                .startsWith(before.substring(0, leaf.start()))
                .endsWith(before.substring(leaf.end()));
        Object old = at(documents(before), leaf.path());
        Object now = at(documents(after), leaf.path());
        if (now instanceof String || old instanceof String) {
            assertThat(now).as("%s at %s in %s", value, leaf.path(), before).isEqualTo(value);
        } else {
            assertThat(now).as("%s at %s in %s", value, leaf.path(), before).hasSameClassAs(old);
            assertThat(after.substring(leaf.start())).startsWith(value);
        }
        assertThat(with(documents(after), leaf.path(), old)).as(before).isEqualTo(documents(before));
    }

    @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
    void aNewKeyChangesNothingElse(@ForAll long seed, @ForAll("values") String value) throws IOException {
        OddYaml odd = new OddYaml(seed);
        YamlPath map =
                odd.maps().get((int) Math.floorMod(seed, (long) odd.maps().size()));
        YamlPath path = map.then("new key").then("below");
        String before = odd.text();
        boolean open = !before.endsWith("\n") && before.contains("line ");
        before += open ? before.contains("\r\n") ? "\r\n" : "\n" : "";
        String after = text(YamlFile.parse("odd.yaml", before.getBytes(UTF_8)).create(path, value));

        int common = commonPrefix(before, after) + commonSuffix(before, after);
        assertThat(common).as("%n%s%n---%n%s", before, after).isGreaterThanOrEqualTo(before.length());
        assertThat(at(documents(after), path)).as(after).isEqualTo(value);
        assertThat(without(documents(after), map, "new key")).as(after).isEqualTo(documents(before));
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void twoEditsAreOneAfterTheOther(@ForAll long seed, @ForAll("values") String one, @ForAll("values") String two)
            throws IOException {
        OddYaml odd = new OddYaml(seed);
        if (odd.leaves().isEmpty()) {
            return;
        }
        YamlPath path = odd.leaves().get(0).path();
        YamlFile file = YamlFile.parse("odd.yaml", odd.text().getBytes(UTF_8)).set(path, one);

        assertThat(text(file.set(path, two).set(path, two))).isEqualTo(text(file.set(path, two)));
        assertThat(file.set(path, one)).isSameAs(file);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "1.4.2",
                        "1.10",
                        "3",
                        "true",
                        "null",
                        "~",
                        "",
                        " x",
                        "x ",
                        "a: b",
                        "a #b",
                        "#x",
                        "it's",
                        "\"q\"",
                        "a\\b",
                        "- a",
                        "-",
                        "*x",
                        "&x",
                        "!x",
                        "{a}",
                        "[a]",
                        "a,b",
                        "%x",
                        "@x",
                        "`x`",
                        "|",
                        ">",
                        "?",
                        "? a",
                        ":",
                        "a:",
                        "1e3",
                        "0x1F",
                        "0o17",
                        "017",
                        "2024-01-01",
                        "12:30:45",
                        "on",
                        "y",
                        "No",
                        "=",
                        "<<",
                        ".inf",
                        "line 1\nline 2",
                        "line 1\n",
                        "\n",
                        "a\n\n  b\n",
                        "tab\tx",
                        "\t",
                        "\u0085",
                        "\u00a0x",
                        "\u2028",
                        "\ufeff",
                        "\ud83d\ude00",
                        "---",
                        "...",
                        "--- x",
                        "shop/web:1.4.2@sha256:abc",
                        "\u0007",
                        "x".repeat(300)),
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.strings().alpha().numeric().withChars(" .:-_/").ofMaxLength(12));
    }

    private static String text(YamlFile file) {
        return new String(file.bytes(), UTF_8);
    }

    private static List<Object> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .build();
        List<Object> documents = new ArrayList<>();
        // this parser knows neither a byte order mark in a string nor tabs behind quotes, which YAML allows
        String known =
                (text.startsWith("\ufeff") ? text.substring(1) : text).replace("\t# after a tab", " # after a tab");
        new Load(settings)
                .loadAllFromInputStream(new ByteArrayInputStream(known.getBytes(UTF_8)))
                .forEach(documents::add);
        return documents;
    }

    private static Object at(Object tree, YamlPath path) {
        Object node = tree;
        for (YamlPath.Step step : path.steps()) {
            node = step instanceof YamlPath.Index index
                    ? ((List<?>) node).get(index.index())
                    : ((Map<?, ?>) node).get(((YamlPath.Key) step).name());
        }
        return node;
    }

    @SuppressWarnings("unchecked")
    private static Object with(Object tree, YamlPath path, Object value) {
        YamlPath.Step last = path.steps().get(path.steps().size() - 1);
        Object parent =
                at(tree, new YamlPath(path.steps().subList(0, path.steps().size() - 1)));
        if (last instanceof YamlPath.Index index) {
            ((List<Object>) parent).set(index.index(), value);
        } else {
            ((Map<Object, Object>) parent).put(((YamlPath.Key) last).name(), value);
        }
        return tree;
    }

    private static Object without(Object tree, YamlPath map, String key) {
        ((Map<?, ?>) at(tree, map)).remove(key);
        return tree;
    }

    private static int commonPrefix(String before, String after) {
        int at = 0;
        while (at < Math.min(before.length(), after.length()) && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        return at;
    }

    private static int commonSuffix(String before, String after) {
        return commonPrefix(
                new StringBuilder(before).reverse().toString(),
                new StringBuilder(after).reverse().toString());
    }
}
