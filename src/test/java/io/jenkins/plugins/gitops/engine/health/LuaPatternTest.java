package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.StringLib;

/** Our string functions against the interpreter's own, which know no bounds. */
class LuaPatternTest {
    private static final LuaTable ORACLE = LuaFunctions.library(new StringLib(), "string");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc123 | %a+",
                "abc123 | %a+(%d+)",
                "  key = value  | ^%s*(%w+)%s*=%s*(.-)%s*$",
                "f(a(b)c)d | %b()",
                "hello hello | (h%a+) %1",
                "x=1, y=2 | (%w)=(%d)",
                "abc | ()b()",
                "a-b_c | [%w_]+",
                "a-b]c | []-]",
                "a^b | [%^b]+",
                "deployment \"web\" failed | \"([^\"]*)\"",
                "2026-05-01T10:00:00Z | (%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)Z",
                "aaa | a-$",
                "aaa | ^a?",
                "$5 | $%d",
                "a$ | a$$",
                "0x1F | %x+$",
                "tab\tend | %c",
                "abc | .-(b)(.*)",
                "abc | %u*",
                "a.b.c | [^.]*$"
            })
    void matchesAsTheInterpreter(String subject, String pattern) {
        assertAlike("find", subject, pattern);
        assertAlike("match", subject, pattern);
        assertAlike("gsub", subject, pattern, "<%0>");
        assertAlike("gsub", subject, pattern, "%%%1", "2");
    }

    /** Where the interpreter's own functions fail. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "THE (quick) fox | %f[%a]%a+ | THE quick fox",
                "THE (quick) fox | %f[%A]%s | ' '",
                "a1b22 | %d+ | 1 22",
                "k=v, x=y | (%w)=(%w) | k,v x,y",
                "aba | ^a | a",
                "ab | %d* | ' , , '",
                "ab | () | 1 2 3"
            })
    void findsEveryMatch(String subject, String pattern, String found) {
        assertThat(all(subject, pattern)).isEqualTo(found.contains(", ,") ? List.of("", "", "") : words(found));
    }

    private static List<String> words(String found) {
        return found.isBlank() ? List.of(" ") : List.of(found.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "%", "(a", "a)", "%1", "(a%1)", "%bx", "%fa", "[%", "[a-%", "(()", "[]"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThat(call(strings(), "find", "aaa", pattern)).startsWith("error");
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, -4, -3, -1, 0, 1, 2, 4, 5})
    void startsWhereAsked(int position) {
        for (String function : List.of("find", "match")) {
            assertAlike(function, "abcb", "b", Integer.toString(position));
            assertAlike(function, "abcb", "()", Integer.toString(position));
        }
    }

    @Property(tries = 3000)
    void matchesAnyPatternAsTheInterpreter(@ForAll("subjects") String subject, @ForAll("patterns") String pattern) {
        assertAlike("find", subject, pattern);
        assertAlike("match", subject, pattern);
        assertAlike("gsub", subject, pattern, "[%0]");
    }

    @Provide
    Arbitrary<String> subjects() {
        return Arbitraries.strings().withChars("aabbc1 .-(]").ofMaxLength(12);
    }

    @Provide
    Arbitrary<String> patterns() {
        Arbitrary<String> single =
                Arbitraries.of("a", "b", ".", "%a", "%d", "%s", "[ab]", "[^a]", "[a-c1]", "%.", "%A");
        Arbitrary<String> times = Arbitraries.of("", "", "*", "+", "-", "?");
        Arbitrary<String> piece = Arbitraries.frequencyOf(
                Tuple.of(8, Combinators.combine(single, times).as(String::concat)),
                Tuple.of(1, Arbitraries.of("()", "%b()", "%b(]")),
                Tuple.of(2, Combinators.combine(single, times).as((s, t) -> "(" + s + t + ")")));
        return Combinators.combine(
                        Arbitraries.of("", "", "^"),
                        piece.list().ofMinSize(1).ofMaxSize(5),
                        Arbitraries.of("", "", "$"))
                .as((start, pieces, end) -> start + String.join("", pieces) + end);
    }

    private static void assertAlike(String function, String... arguments) {
        assertThat(call(strings(), function, arguments))
                .as("%s %s", function, List.of(arguments))
                .isEqualTo(call(ORACLE, function, arguments));
    }

    private static LuaTable strings() {
        return LuaStrings.library(new LuaGuard());
    }

    private static String call(LuaTable library, String function, String... arguments) {
        LuaValue[] values = new LuaValue[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaValue.valueOf(arguments[i]);
        }
        try {
            return text(library.get(function).invoke(LuaValue.varargsOf(values)));
        } catch (LuaError e) {
            return "error " + e.getMessage();
        }
    }

    private static List<String> all(String subject, String pattern) {
        LuaValue next = strings()
                .get("gmatch")
                .invoke(LuaValue.valueOf(subject), LuaValue.valueOf(pattern), LuaValue.NONE)
                .arg1();
        List<String> found = new ArrayList<>();
        for (Varargs match = next.invoke(); !match.arg1().isnil(); match = next.invoke()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= match.narg(); i++) {
                values.add(match.arg(i).tojstring());
            }
            found.add(String.join(",", values));
        }
        return found;
    }

    private static String text(Varargs values) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= values.narg(); i++) {
            text.append(values.arg(i).typename())
                    .append(' ')
                    .append(values.arg(i).tojstring())
                    .append('\n');
        }
        return text.toString();
    }
}
