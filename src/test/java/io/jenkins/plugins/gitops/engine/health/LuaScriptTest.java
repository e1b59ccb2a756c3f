package io.jenkins.plugins.gitops.engine.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuaScriptTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-01T10:00:00Z"), ZoneOffset.UTC);
    private static final Resource OBJECT = Live.of("example.com/v1", "Thing", """
            spec: {replicas: 3, ratio: 0.5, paused: false, nothing: null, names: [a, b, c], text: grüße}
            """);

    private static Optional<Health> run(String source) {
        try {
            return LuaScript.compile("health.lua", source, CLOCK).judge(OBJECT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What an expression is, as text, inside a script. */
    private static String evaluate(String expression) {
        Health health = run("return {status = 'Healthy', message = tostring(" + expression + ")}")
                .orElseThrow();
        return health.status().equals("Healthy") ? health.message() : health.status() + ": " + health.message();
    }

    @Nested
    class Results {

        @Test
        void areStatusAndMessage() {
            assertThat(run("return {status = 'Degraded', message = 'no disk'}"))
                    .contains(new Health("argocd", "Degraded", Standing.FAILED, "no disk"));
            assertThat(run("hs = {} hs.status = 'Suspended' return hs"))
                    .contains(new Health("argocd", "Suspended", Standing.SUSPENDED, ""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"return nil", "return {}", "", "local a = 1"})
        void areNoOpinionWhereNothingIsReturned(String source) {
            assertThat(run(source)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"return {status = 'Good'}", "return {message = 'm'}", "return {status = {}}", "return {1, 2}"
                })
        void areUnknownWhereTheStatusIsNone(String source) {
            assertThat(run(source).map(Health::message)).contains("Lua returned an invalid health status");
        }

        @ParameterizedTest
        @CsvSource({"true,boolean", "'1',number", "'\"Healthy\"',string", "print,function"})
        void areUnknownWhereTheyAreNoTable(String value, String type) {
            assertThat(run("return " + value))
                    .contains(ArgoCdStatus.UNKNOWN.because("expect table output from Lua script, not " + type));
        }

        @Test
        void areUnknownWhereTheScriptFails() {
            assertThat(run("return obj.status.phase").map(Health::status)).contains("Unknown");
            assertThat(run("\n\nerror('on purpose')").map(Health::message))
                    .hasValueSatisfying(message ->
                            assertThat(message).contains("health.lua:3").contains("on purpose"));
        }

        @Test
        void keepLongMessagesShort() {
            assertThat(evaluate("string.rep('x', 100000)")).hasSize(4001).endsWith("…");
        }

        @Test
        void cannotBeHadFromWhatIsNoLua() {
            assertThatThrownBy(() -> LuaScript.compile("a/health.lua", "return 1\n+", CLOCK))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("expected a health script in Lua")
                    .hasMessageContaining("a/health.lua:2");
            assertThatThrownBy(() -> LuaScript.compile("a/health.lua", "return " + "(".repeat(20_000), CLOCK))
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(() -> LuaScript.compile("a/health.lua", "\u001bLua", CLOCK))
                    .isInstanceOf(IOException.class);
        }
    }

    @Nested
    class TheObject {

        @ParameterizedTest
        @CsvSource({
            "obj.kind,Thing",
            "obj.spec.replicas,3",
            "obj.spec.replicas + 1,4",
            "obj.spec.ratio,0.5",
            "obj.spec.paused,false",
            "obj.spec.nothing,nil",
            "obj.spec.names[1],a",
            "#obj.spec.names,3",
            "table.getn(obj.spec.names),3",
            "obj.spec.text,grüße",
            "obj.metadata.name,web"
        })
        void isReadAsLuaReadsTables(String expression, String value) {
            assertThat(evaluate(expression)).isEqualTo(value);
        }

        @Test
        void staysAsItIs() {
            assertThat(run("obj.kind = 'Other' obj.spec = nil return {status = 'Healthy'}"))
                    .isPresent();
            assertThat(evaluate("obj.kind .. #obj.spec.names")).isEqualTo("Thing3");
        }
    }

    @Nested
    class Sandbox {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "io",
                    "luajava",
                    "package",
                    "debug",
                    "coroutine",
                    "load",
                    "loadstring",
                    "loadfile",
                    "dofile",
                    "string.dump",
                    "os.execute",
                    "os.exit",
                    "os.getenv",
                    "os.remove",
                    "os.rename",
                    "os.tmpname",
                    "getfenv",
                    "setfenv",
                    "module"
                })
        void hasNothingThatReachesOutside(String name) {
            assertThat(evaluate(name)).isEqualTo("nil");
        }

        @Test
        void hasNoOtherGlobalsThanItsOwn() {
            assertThat(run("""
                            local names = {}
                            for name in pairs(_G) do names[#names + 1] = name end
                            table.sort(names)
                            return {status = "Healthy", message = table.concat(names, " ")}
                            """).orElseThrow().message())
                    .isEqualTo(
                            "_G _VERSION assert collectgarbage error getmetatable ipairs math next obj os pairs pcall "
                                    + "print rawequal rawget rawlen rawset require select setmetatable string table tonumber "
                                    + "tostring type unpack xpcall");
        }

        @Test
        void requiresOnlyWhatIsThere() {
            assertThat(evaluate("require('string') == string and require('os') == os"))
                    .isEqualTo("true");
            assertThat(evaluate("require('io')")).contains("Unknown: ").contains("module 'io' not found");
            assertThat(evaluate("require('java.lang.System')")).contains("not found");
        }

        @Test
        void printsNothing() {
            assertThat(evaluate("print('hello')")).doesNotContain("hello");
        }

        @Test
        void leavesNothingBehind() {
            run("string.format = nil math.pi = 3 _G.left = 1 table.getn = nil return nil");
            run("getmetatable('').__index = {} return nil");

            assertThat(evaluate("string.format('%d', 7) .. ('x'):rep(2)")).isEqualTo("7xx");
            assertThat(evaluate("math.pi > 3.1 and left == nil and table.getn({1})"))
                    .isEqualTo("1");
            assertThat(evaluate("getmetatable('')")).isEqualTo("false");
        }

        @Test
        void hidesItsMetatableOfStringsFromRawAccess() {
            assertThat(evaluate("pcall(setmetatable, 'x', {})")).isEqualTo("false");
        }

        @Test
        void runsOnManyThreadsAtOnce() throws Exception {
            LuaScript script = LuaScript.compile(
                    "health.lua", "return {status = 'Healthy', message = obj.metadata.name:rep(3)}", CLOCK);
            ExecutorService threads = Executors.newFixedThreadPool(8);
            try {
                List<Future<String>> results = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    Resource object = OBJECT.with("n" + i, "metadata", "name");
                    results.add(threads.submit(
                            () -> script.judge(object).orElseThrow().message()));
                }
                for (int i = 0; i < results.size(); i++) {
                    assertThat(results.get(i).get()).isEqualTo(("n" + i).repeat(3));
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    @Nested
    class Bounds {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "while true do end",
                    "for i = 1, 1e15 do end",
                    "::again:: goto again",
                    "repeat until pcall(error) and false",
                    "while true do pcall(function() while true do end end) end",
                    "while true do xpcall(error, function() while true do end end) end",
                    "local function f() return f() end return f()",
                    "table.concat(setmetatable({}, {__index = function() return '' end}), '', 1, 2147483647)",
                    "return string.find(string.rep('a', 30000), string.rep('.-', 30) .. 'b')",
                    "return string.match(string.rep('a', 30000), string.rep('a*', 30) .. 'b')",
                    "return string.find(string.rep('a', 60000), string.rep('a', 30000) .. 'b', 1, true)",
                    "return string.rep('', 2147483647)",
                    "local t = {} for i = 1, 200000 do t[i] = i end while true do table.insert(t, 1, 0) end"
                })
        void stopAScriptThatDoesNotEnd(String source) {
            long start = System.nanoTime();

            Health health = run(source).orElseThrow();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            assertThat(health.standing()).isEqualTo(Standing.UNKNOWN);
            assertThat(health.message()).startsWith("the script took ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "return ('x'):rep(1e9)",
                    "local s = 'x' while true do s = s .. s end",
                    "local t = {} for i = 1, 1e6 do t[i] = {} end",
                    "local s = ('x'):rep(100000) return s:gsub('.', s)",
                    "local s = ('x'):rep(100000) return s:gsub('x*', '%0%0%0%0%0%0%0%0%0%0', 1):gsub('.', '%0' .. s)",
                    "local s = ('x'):rep(100000) return s:gsub('.', function() return s end)",
                    "local s = ('x'):rep(100000) return s:gsub('.', {x = s})",
                    "local s = ('x'):rep(4000000) return string.format('%q%q%q', s, s, s)",
                    "local s, t = ('x'):rep(1000000), {} for i = 1, 100 do t[i] = s end return table.concat(t)",
                    "local t = {} for i = 1, 1e5 do t[i] = ('x'):rep(100000):upper() end",
                    "return {('x'):rep(2000000):byte(1, -1)}"
                })
        void stopAScriptThatTakesTooMuchMemory(String source) {
            assertThat(run(source).map(Health::message)).contains("the script took more than 16 MiB of memory");
        }

        @Test
        void stopAScriptThatCallsItselfTooDeep() {
            assertThat(run("local function f() return 1 + f() end return f()").map(Health::message))
                    .contains("the script called itself too deep");
            assertThat(run("return setmetatable({}, {__index = function(t, k) return t[k + 1] end})[1]")
                            .map(Health::message))
                    .contains("the script called itself too deep");
            assertThat(run("return {table.unpack({}, 1, 1e8)}").map(Health::message))
                    .hasValueSatisfying(message -> assertThat(message).contains("too many results to unpack"));
        }

        @Test
        void leaveRoomForHonestWork() {
            assertThat(run("""
                            local words = {}
                            for i = 1, 2000 do
                              words[#words + 1] = string.format("%s-%d", obj.kind, i):lower():gsub("thing", "x")
                            end
                            local ok, why = pcall(error, "caught")
                            return {status = "Healthy", message = why .. #table.concat(words, ",")}
                            """)).contains(ArgoCdStatus.HEALTHY.because("caught12892"));
        }
    }

    @Nested
    class Time {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "os.time() | 1777629600",
                    "os.time({year = 2026, month = 5, day = 1, hour = 10}) | 1777629600",
                    "os.time({year = '2026', month = '05', day = '01'}) | 1777636800",
                    "os.time({year = 2026, month = 14, day = 0, hour = 0, min = 61, sec = -1}) | 1801357259",
                    "os.date('%Y-%m-%dT%H:%M:%S') | 2026-05-01T10:00:00",
                    "os.date('!%Y-%m-%d', 0) | 1970-01-01",
                    "os.date('%a %A %b %B %y %j %p %I %w %% %q') | Fri Friday May May 26 121 AM 10 5 % %q",
                    "os.date('!*t').hour | 10",
                    "os.date('*t', 86399).min | 59"
                })
        void isTheClocks(String expression, String value) {
            assertThat(evaluate(expression)).isEqualTo(value);
        }

        @Test
        void mustBeATime() {
            assertThat(evaluate("os.time({year = 2026})")).contains("field 'month' missing in date table");
            assertThat(evaluate("os.time({year = 1e10, month = 1, day = 1})")).startsWith("Unknown: ");
            assertThat(evaluate("os.date('%Y', 1e18)")).startsWith("Unknown: ");
        }
    }
}
