package io.jenkins.plugins.gitops.engine.health;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.compiler.LuaC;

/**
 * A health script as Argo CD runs them: it finds the live object in {@code obj} and returns a table with {@code status}
 * and {@code message}, or nothing where it has no opinion (Argo CD: {@code util/lua}). Compiled once; every run has a
 * sandbox of its own.
 */
final class LuaScript implements HealthScript {
    private static final int MAX_MESSAGE = 4_000;

    private final Prototype script;
    private final Clock clock;

    private LuaScript(Prototype script, Clock clock) {
        this.script = script;
        this.clock = clock;
    }

    /**
     * Compiles a script.
     *
     * @param name where it stands, for messages
     * @throws IOException where it is no Lua, with file and line
     */
    static LuaScript compile(String name, String source, Clock clock) throws IOException {
        try {
            byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
            return new LuaScript(LuaC.instance.compile(new ByteArrayInputStream(bytes), "@" + name), clock);
        } catch (LuaError | StackOverflowError e) {
            throw new IOException("expected a health script in Lua: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<Health> judge(Resource live) {
        try {
            LuaSandbox sandbox = new LuaSandbox(clock);
            sandbox.set("obj", value(live.content()));
            return sandbox.run(script, LuaScript::health);
        } catch (LuaError | LuaGuard.Stopped e) {
            return Optional.of(ArgoCdStatus.UNKNOWN.because(shortened(String.valueOf(e.getMessage()))));
        }
    }

    private static Optional<Health> health(LuaValue returned) {
        if (returned.isnil()) {
            return Optional.empty();
        }
        if (!returned.istable()) {
            return Optional.of(
                    ArgoCdStatus.UNKNOWN.because("expect table output from Lua script, not " + returned.typename()));
        }
        Varargs first = returned.next(LuaValue.NIL);
        if (first.arg1().isnil()) {
            return Optional.empty();
        }
        LuaValue status = returned.get("status");
        LuaValue message = returned.get("message");
        return Optional.of(Optional.of(status)
                .filter(LuaValue::isstring)
                .flatMap(word -> ArgoCdStatus.of(word.tojstring()))
                .map(word -> word.because(message.isstring() ? shortened(message.tojstring()) : ""))
                .orElseGet(() -> ArgoCdStatus.UNKNOWN.because("Lua returned an invalid health status")));
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
    }

    private static LuaValue value(@CheckForNull Object value) {
        if (value instanceof Map<?, ?> map) {
            LuaTable table = new LuaTable(0, map.size());
            map.forEach((key, item) -> table.rawset(LuaValue.valueOf(String.valueOf(key)), value(item)));
            return table;
        }
        if (value instanceof List<?> list) {
            LuaTable table = new LuaTable(list.size(), 0);
            for (int i = 0; i < list.size(); i++) {
                table.rawset(i + 1, value(list.get(i)));
            }
            return table;
        }
        if (value instanceof String text) {
            return LuaValue.valueOf(text);
        }
        if (value instanceof Boolean flag) {
            return LuaValue.valueOf(flag);
        }
        return value instanceof Number number ? LuaValue.valueOf(number.doubleValue()) : LuaValue.NIL;
    }
}
