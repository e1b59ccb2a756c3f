package io.jenkins.plugins.gitops.engine.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {

    @Nested
    class Types {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    // old     | value    | new
                    "1.4.1     | 1.4.2    | 1.4.2",
                    "1.4.1     | 1.10     | \"1.10\"",
                    "1.4.1     | 3        | \"3\"",
                    "1.4.1     | on       | \"on\"",
                    "1.4.1     | 1e3      | \"1e3\"",
                    "1.4.1     | 0o17     | \"0o17\"",
                    "1.4.1     | 12:30:45 | \"12:30:45\"",
                    "1.4.1     | 2024-01-02 | \"2024-01-02\"",
                    "1.4.1     | null     | \"null\"",
                    "1.4.1     | ~        | \"~\"",
                    "1.4.1     | =        | \"=\"",
                    "1.4.1     | ``       | \"\"",
                    "2024-01-01 | 2024-01-02 | 2024-01-02",
                    "'1.4.1'   | 1.10     | '1.10'",
                    "'a'       | it's     | 'it''s'",
                    "\"1.4.1\" | 1.10     | \"1.10\"",
                    "\"a\"     | say \"x\" \\ | \"say \\\"x\\\" \\\\\"",
                    "3         | 5        | 5",
                    "3         | 1.10     | \"1.10\"",
                    "3         | abc      | abc",
                    "3         | true     | \"true\"",
                    "1.5       | 1.25     | 1.25",
                    "1.5       | .inf     | \".inf\"",
                    "true      | false    | false",
                    "yes       | no       | no",
                    "true      | maybe    | maybe",
                    "~         | abc      | abc",
                    "~         | 5        | \"5\"",
                    "abc       | a: b     | \"a: b\"",
                    "abc       | a #b     | \"a #b\"",
                    "abc       | - a      | \"- a\"",
                    "abc       | -a       | -a",
                    "abc       | *a       | \"*a\"",
                    "abc       | {{ x }}  | \"{{ x }}\"",
                    "abc       | a:b,c[0] | a:b,c[0]",
                    "abc       | `x `     | \"x \"",
                    "!!str 80  | 90       | !!str 90",
                    "!!int \"3\" | 4      | !!int \"4\"",
                    "&a 1.4.1  | 1.10     | &a \"1.10\"",
                    "&a !!str x | y       | &a !!str y",
                })
        void writesAStringWhereTheTypeWouldChange(String old, String value, String now) throws IOException {
            assertThat(set("k: " + old + " # c\nz: 1\n", "k", value)).isEqualTo("k: " + now + " # c\nz: 1\n");
        }

        @Test
        void prefersTheQuotesOfTheFile() throws IOException {
            assertThat(set("a: 'x'\nb: 1.2.3\n", "b", "1.2")).isEqualTo("a: 'x'\nb: '1.2'\n");
        }

        @Test
        void writesNumbersBooleansAndNull() throws IOException {
            assertThat(set("k: \"3\" # c\n", "k", 4)).isEqualTo("k: 4 # c\n");
            assertThat(set("k: x\n", "k", true)).isEqualTo("k: true\n");
            assertThat(set("k: x\n", "k", null)).isEqualTo("k: null\n");
            assertThat(set("k: x\n", "k", 1.5e10)).isEqualTo("k: 15000000000\n");
            assertThat(set("k:\n", "k", 1)).isEqualTo("k: 1\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"k: 1.4.1 #c", "k: '1.4.1'", "k: \"\\x31.4.1\"", "k: |-\n  1.4.1\n", "k: >-\n  1.4.1"})
        void leavesWhatIsTheSame(String text) throws IOException {
            assertThat(set(text, "k", "1.4.1")).isEqualTo(text);
        }

        @Test
        void escapesWhatQuotesCannotHold() throws IOException {
            assertThat(set("k: 'x'\n", "k", "a\nb\t\u0007\u00a0\ufeff\ud83d\ude00"))
                    .isEqualTo("k: \"a\\nb\\t\\u0007\\u00a0\\ufeff\ud83d\ude00\"\n");
        }
    }

    @Nested
    class Layouts {

        @Test
        void keepsEverythingBesideTheValue() throws IOException {
            String text = "\ufeff# t\u00eate \ud83d\ude00\tx\r\nimage:\t\r\n    \r\n    # tag\there\r\n"
                    + "    tag :   \"1.0\"\t  # \ttab\r\n\r\n\r\n    'pull policy': Always\r\n# end";
            assertThat(set(text, "image.tag", "2.0")).isEqualTo(text.replace("1.0", "2.0"));
            assertThat(set(text, "image.pull policy", "Never")).isEqualTo(text.replace("Always", "Never"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{image: {tag: OLD, b: c}}",
                    "{image: {tag: OLD}}",
                    "{image: {tag: OLD,},}",
                    "{\"image\":{\"tag\":\"OLD\"}}",
                    "{\"image\": {\"tag\" : \"OLD\"} }",
                    "{image: {b: c,\\n  tag: OLD # x\\n}}",
                    "image: {tag: 'OLD'}",
                    "? image\\n: ? tag\\n  : OLD\\n",
                    "image:\\n        tag:\\n          OLD\\n",
                    "image:\\n  tag: # below\\n    OLD",
                    "image: !!map\\n  tag: &x OLD\\nb: *x\\n",
                    "---\\nimage:\\n  tag: OLD\\n...\\n",
                    "%YAML 1.1\\n--- # doc\\nimage: {tag: OLD}\\n",
                    "# none\\n---\\n---\\nimage: {tag: OLD}\\n---\\nb: c\\n",
                    "b: &b\\n  tag: x\\nimage:\\n  <<: *b\\n  tag: OLD\\n",
                    "image:\\n  tag: OLD",
                    "image:\\r  tag: OLD\\rb: c\\r",
                    "\"im\\x61ge\":\\n  tag: OLD\\n",
                    "image:\\n- a\\nimage2: {}\\n---\\nimage: {tag: OLD}",
                    "\u00e9\ud83d\ude00: \ud83d\ude00\\nimage: {tag: OLD, \ud83d\ude00: b}\\n",
                })
        void changesTheValueAlone(String text) throws IOException {
            String before = lines(text);
            assertThat(set(before, "image.tag", "NEW")).isEqualTo(before.replace("OLD", "NEW"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "k:\\n          | k: v\\n",
                    "k:            | k: v",
                    "k: \\n         | k: v\\n",
                    "k:   # c\\n    | k: v   # c\\n",
                    "k: &a # c\\n   | k: &a v # c\\n",
                    "k: &a\\n       | k: &a v\\n",
                    "{k: , b: c}   | {k: v, b: c}",
                    "{k: }         | {k: v}",
                    "? k\\n: \\nb: c | ? k\\n: v\\nb: c",
                })
        void fillsAnEmptyValue(String text, String now) throws IOException {
            assertThat(set(lines(text), "k", "v")).isEqualTo(lines(now));
        }

        @Test
        void replacesAValueOfSeveralLines() throws IOException {
            assertThat(set("k: a\n  b\n\n  c\nz: 1\n", "k", "v")).isEqualTo("k: v\nz: 1\n");
            assertThat(set("k: \"a\n  b\" # c\nz: 1\n", "k", "v")).isEqualTo("k: \"v\" # c\nz: 1\n");
        }

        @Test
        void findsItems() throws IOException {
            String text = "- name: a\n  v: 1\n-   name: b\n    v: 2\n- {name: c, v: 3}\n";
            assertThat(set(text, "[name=b].v", "9")).isEqualTo(text.replace("2", "9"));
            assertThat(set(text, "[0].v", "9")).isEqualTo(text.replace("1", "9"));
            assertThat(set(text, "[-1].v", "9")).isEqualTo(text.replace("3", "9"));
            assertThat(set("l: [a, b]", "l[1]", "x, y")).isEqualTo("l: [a, \"x, y\"]");
            assertThat(set("l:\n- a # c\n- b\n", "l[0]", "x, y")).isEqualTo("l:\n- x, y # c\n- b\n");
        }

        @Test
        void choosesADocument() throws IOException {
            String text = "kind: A\nm: {n: x, v: 1}\n---\nkind: B\nm: {n: y, v: 2}\n";
            assertThat(set(text, "[kind=B].m.v", "9")).isEqualTo(text.replace("2", "9"));
            assertThat(set(text, "[0].m.v", "9")).isEqualTo(text.replace("1", "9"));
            assertThat(set(text, "[kind=A][m.n=x].m.v", "9")).isEqualTo(text.replace("1", "9"));
        }
    }

    @Nested
    class Blocks {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "k: X-\\n  a\\nz: 1\\n               | k: X-\\n  v\\nz: 1\\n",
                    "k: X\\n  a\\nz: 1\\n                | k: X-\\n  v\\nz: 1\\n",
                    "k: X+\\n  a\\n\\nz: 1\\n             | k: X-\\n  v\\nz: 1\\n",
                    "k: X # c\\n    a\\n    b\\n\\n# d\\nz: 1\\n | k: X- # c\\n    v\\n\\n# d\\nz: 1\\n",
                    "k: X2 # c\\n   a\\nz: 1\\n          | k: \"v\" # c\\nz: 1\\n",
                    "k: X\\n  a                        | k: X-\\n  v",
                    "k: X\\nz: 1\\n                     | k: \"v\"\\nz: 1\\n",
                    "k: &x X\\n  a\\nz: 1\\n             | k: &x X-\\n  v\\nz: 1\\n",
                    "- k: X\\n    a\\n  z: 1\\n          | - k: X-\\n    v\\n  z: 1\\n",
                    "k: X\\r\\n  a\\r\\n  b\\r\\nz: 1\\r\\n   | k: X-\\r\\n  v\\r\\nz: 1\\r\\n",
                })
        void keepsTheBlock(String text, String now) throws IOException {
            for (String style : new String[] {"\\|", ">"}) {
                YamlPath path = YamlPath.parse(text.startsWith("-") ? "[0].k" : "k");
                String before = lines(text).replaceAll("X", style);
                String after = new String(
                        YamlFile.parse("f", before.getBytes(UTF_8))
                                .set(path, "v")
                                .bytes(),
                        UTF_8);
                assertThat(after).isEqualTo(lines(now).replaceAll("X", style));
            }
        }

        @Test
        void writesLinesIntoALiteralBlock() throws IOException {
            assertThat(set("k: |\n    a\n\nz: 1", "k", "x\n\n  y: 1\n")).isEqualTo("k: |\n    x\n\n      y: 1\n\nz: 1");
            assertThat(set("k: >\n  a\nz: 1", "k", "x\ny\n")).isEqualTo("k: \"x\\ny\\n\"\nz: 1");
            assertThat(set("k: |\n  a", "k", "x\n")).isEqualTo("k: \"x\\n\"");
        }

        @Test
        void writesANumberInPlaceOfABlock() throws IOException {
            assertThat(set("k: | # c\n  a\n  b\nz: 1\n", "k", 5)).isEqualTo("k: 5 # c\nz: 1\n");
        }
    }

    @Nested
    class Refusals {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "a: &x 1\\nb: *x | b | f.yaml:2:4: found the alias *x of the anchor on line 1 at 'b', expected a value of its own there",
                    "a: &x {c: 1}\\nb: *x | b.c | f.yaml:1:11: found the alias *x of the anchor on line 1 at 'b.c', expected a value of its own there",
                    "a: &x {c: 1}\\nb:\\n  <<: *x | b.c | f.yaml:1:11: found a value merged in by << from line 1 at 'b.c', expected a value of its own there",
                    "a: {b: c} | a | f.yaml:1:4: found a map at 'a', expected a string, number or boolean",
                    "a: [b] | a | f.yaml:1:4: found a list at 'a', expected a string, number or boolean",
                    "a: {b: c} | a.c | f.yaml:1:4: found no key 'c' in 'a', expected 'a.c'",
                    "a: {b: c} | x | f.yaml:1:1: found no key 'x', expected 'x'",
                    "a: b | a.c | f.yaml:1:4: found a text at 'a', expected 'a.c'",
                    "a: [b] | a[1] | f.yaml:1:4: found no item [1] in 'a', expected 'a[1]'",
                    "a: [b] | a.b | f.yaml:1:4: found a list at 'a', expected 'a.b'",
                    "a: 1\\na: 2 | a | f.yaml:2:1: found the key 'a' again, expected it once",
                    "l: [{n: x}, {n: x}] | l[n=x].n | f.yaml:1:13: found a second item that matches [n=\"x\"], expected one (in 'l[n=\"x\"].n')",
                    "a: 1\\n---\\na: 2 | a | f.yaml:3:4: found 'a' in a second document (the first is on line 1), expected [INDEX] or [KEY=VALUE] in front of the path, to choose the document",
                    "a: 1 | [kind=x].a | f.yaml:1:1: found no document for '[kind=\"x\"].a', expected one that has it",
                    "`` | a | f.yaml:1:1: found no document for 'a', expected one that has it",
                    "{a, b} | a | f.yaml:1:1: found no way to write 'a' that leaves the rest as it is, expected one",
                })
        void saysWhyAValueCannotBeSet(String text, String path, String message) {
            assertThatThrownBy(() -> set(lines(text), path, "v"))
                    .isInstanceOf(YamlProblem.class)
                    .hasMessage(message);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "a: &x {c: 1}\\nb: *x | b.d | f.yaml:2:4: found the alias *x of the anchor on line 1 on the way to 'b.d', expected a map",
                    "a: &x {c: {d: 1}}\\nb: {<<: *x} | b.c.e | f.yaml:1:11: found a value merged in by << from line 1 on the way to 'b.c.e', expected a map",
                    "a: b | a.c | f.yaml:1:4: found a text at 'a', expected 'a.c'",
                    "a: >\\n  b | c | f.yaml:1:1: found a block of text at the end without a line break, expected a line break behind it",
                    "a: [b] | a[1] | f.yaml:1:4: found no item [1] in 'a', expected 'a[1]'",
                    "a: [{n: x}] | a[n=y].v | f.yaml:1:4: found no item [n=\"y\"] in 'a', expected 'a[n=\"y\"].v'",
                    "a: 1\\n---\\nb: 2 | c | f.yaml:3:1: found 'c' in a second document (the first is on line 1), expected [INDEX] or [KEY=VALUE] in front of the path, to choose the document",
                })
        void saysWhyAKeyCannotBeMade(String text, String path, String message) {
            assertThatThrownBy(() -> create(lines(text), path, "v"))
                    .isInstanceOf(YamlProblem.class)
                    .hasMessage(message);
        }
    }

    @Nested
    class NewKeys {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "``                             | a: {b: v}      | a:\\n  b: v\\n",
                    "# only\\n                       | a: {b: v}      | # only\\na:\\n  b: v\\n",
                    "# only                         | a: {b: v}      | # only\\na:\\n  b: v\\n",
                    "---\\n                          | a: {b: v}      | ---\\na:\\n  b: v\\n",
                    "{}                             | a: {b: v}      | {a: {b: v}}",
                    "{} # c\\n                       | a: {b: v}      | {a: {b: v}} # c\\n",
                    "a: {}\\n                        | a: {b: v}      | a: {b: v}\\n",
                    "a: {c: d}\\n                    | a: {b: v}      | a: {c: d, b: v}\\n",
                    "a: {c: d,}\\n                   | a: {b: v}      | a: {c: d, b: v,}\\n",
                    "a:\\n                           | a: {b: v}      | a:\\n  b: v\\n",
                    "a: # c\\nz: 1\\n                 | a: {b: v}      | a: # c\\n  b: v\\nz: 1\\n",
                    "a: ~\\nz: 1\\n                   | a: {b: v}      | a: {b: v}\\nz: 1\\n",
                    "a:\\n   c: d # e\\nz: 1\\n        | a: {b: v}      | a:\\n   c: d # e\\n   b: v\\nz: 1\\n",
                    "a:\\n   c: d\\nz: 1              | x: {q: v}      | a:\\n   c: d\\nz: 1\\nx:\\n   q: v",
                    "a:\\n    c:\\n      - d\\n      - e # f\\n\\n# g\\nz: 1\\n | a: {b: v} | a:\\n    c:\\n      - d\\n      - e # f\\n    b: v\\n\\n# g\\nz: 1\\n",
                    "a:\\n  c: P\\n    d\\n\\n\\nz: 1\\n  | a: {b: v}      | a:\\n  c: P\\n    d\\n  b: v\\n\\n\\nz: 1\\n",
                    "a:\\n  c: P+\\n    d\\n\\nz: 1\\n   | a: {b: v}      | a:\\n  c: P+\\n    d\\n\\n  b: v\\nz: 1\\n",
                    "a:\\r\\n  c: d\\r\\n               | a: {b: v}      | a:\\r\\n  c: d\\r\\n  b: v\\r\\n",
                    "a:\\n  c:\\n\\nz: 1\\n             | a: {b: v}      | a:\\n  c:\\n  b: v\\n\\nz: 1\\n",
                    "a:\\n  c: [d,\\n    e]\\nz: 1\\n   | a: {b: v}      | a:\\n  c: [d,\\n    e]\\n  b: v\\nz: 1\\n",
                    "x: &m {b: 1}\\na:\\n  <<: *m\\n  c: d\\n | a: {b: v}  | x: &m {b: 1}\\na:\\n  <<: *m\\n  c: d\\n  b: v\\n",
                    "a:\\n  b: c\\n                   | a: {b: v}      | a:\\n  b: v\\n",
                    "---\\na:\\n  c: d\\n---\\nz: 1\\n   | a: {b: v}      | ---\\na:\\n  c: d\\n  b: v\\n---\\nz: 1\\n",
                    "{\\n  \"a\": {\\n    \"c\": 1\\n  }\\n}\\n | a: {b: v} | {\\n  \"a\": {\\n    \"c\": 1,\\n    \"b\": \"v\"\\n  }\\n}\\n",
                    "{\"a\": {}}\\n                  | a: {b: v}      | {\"a\": {\"b\": \"v\"}}\\n",
                })
        void followTheFile(String text, String wanted, String now) throws IOException {
            String path = wanted.replaceAll("(.*): \\{(.*): v}.*", "$1.$2").strip();
            String before = lines(text).replace('P', '|');

            assertThat(create(before, path, "v")).isEqualTo(lines(now).replace('P', '|'));
        }

        @Test
        void goBelowItemsOfLists() throws IOException {
            assertThat(create("l:\n- name: a\n  x: 1\n- name: b\n", "l[name=a].v.w", "u"))
                    .isEqualTo("l:\n- name: a\n  x: 1\n  v:\n    w: u\n- name: b\n");
            assertThat(create("l:\n  -   name: a\n", "l[0].v", "u")).isEqualTo("l:\n  -   name: a\n      v: u\n");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1.10", "3", "true", "on", "null", "", "0x1F", "2024-01-01", "1e3", "a: b", "{{x}}"})
        void areStrings(String value) throws IOException {
            assertThat(create("a: b\n", "c", value)).isEqualTo("a: b\nc: \"" + value + "\"\n");
        }

        @Test
        void areQuotedWhereTheyWouldBeReadAsSomethingElse() throws IOException {
            assertThat(create("", "on.8080.true", "v")).isEqualTo("\"on\":\n  \"8080\":\n    \"true\": v\n");
        }

        @Test
        void mayHoldNumbersBooleansAndNull() throws IOException {
            assertThat(create("a: b\n", "c", 5)).isEqualTo("a: b\nc: 5\n");
            assertThat(create("a: b\n", "c", false)).isEqualTo("a: b\nc: false\n");
            assertThat(create("a: b\n", "c", null)).isEqualTo("a: b\nc: null\n");
        }

        @Test
        void areJsonInAJsonFile() throws IOException {
            YamlFile file = YamlFile.parse("f.json", new byte[0]);
            assertThat(new String(file.create(YamlPath.parse("a.b"), "v").bytes(), UTF_8))
                    .isEqualTo("{\"a\": {\"b\": \"v\"}}\n");
            assertThat(set("{\"a\": null}", "a", "v")).isEqualTo("{\"a\": \"v\"}");
        }
    }

    @Test
    void readsThroughAliasesAndMerges() throws IOException {
        YamlFile file = YamlFile.parse("f", "a: &x {c: 1}\nb: *x\nd: {<<: *x}\n".getBytes(UTF_8));

        for (String path : new String[] {"a.c", "b.c", "d.c"}) {
            assertThat(file.get(YamlPath.parse(path)))
                    .hasValueSatisfying(
                            node -> assertThat(((YamlNode.Scalar) node).value()).isEqualTo(1L));
        }
        assertThat(file.get(YamlPath.parse("a.d"))).isEmpty();
    }

    @Test
    void isReadAgainOnlyWhenItChanged() throws IOException {
        YamlFile file = YamlFile.parse("f", "a: b\n".getBytes(UTF_8));

        assertThat(file.set(YamlPath.of("a"), "b")).isSameAs(file);
    }

    private static String set(String text, String path, @CheckForNull Object value) throws IOException {
        YamlFile file = YamlFile.parse("f.yaml", text.getBytes(UTF_8));
        return new String(file.set(YamlPath.parse(path), value).bytes(), UTF_8);
    }

    private static String create(String text, String path, @CheckForNull Object value) throws IOException {
        YamlFile file = YamlFile.parse("f.yaml", text.getBytes(UTF_8));
        return new String(file.create(YamlPath.parse(path), value).bytes(), UTF_8);
    }

    /** A text of a test's table, where the line breaks are written out. */
    private static String lines(String text) {
        return text == null ? "" : text.replace("\\n", "\n").replace("\\r", "\r");
    }
}
