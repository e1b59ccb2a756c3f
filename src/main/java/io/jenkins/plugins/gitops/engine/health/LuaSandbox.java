package io.jenkins.plugins.gitops.engine.health;

import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.lib.BaseLib;
import org.luaj.vm2.lib.jse.JseMathLib;

/**
 * The world of one run of a script: Lua's base functions that touch nothing outside, {@code string}, {@code table},
 * {@code math} and of {@code os} the time. Nothing is left behind for the next run.
 */
final class LuaSandbox {
    private static final LuaTable MATH = LuaFunctions.library(new JseMathLib(), "math");
    /** Of the base library, what neither reaches outside nor loads code nor prints. */
    private static final Set<String> BASE = Set.of(
            "_G",
            "_VERSION",
            "assert",
            "error",
            "getmetatable",
            "ipairs",
            "next",
            "pairs",
            "pcall",
            "rawequal",
            "rawget",
            "rawlen",
            "rawset",
            "select",
            "setmetatable",
            "tonumber",
            "tostring",
            "type",
            "xpcall");
    /** The metatable of strings is one for the whole process: it looks the library up in the run of its thread. */
    private static final ThreadLocal<LuaTable> STRINGS = new ThreadLocal<>();

    static {
        LuaStrings.library(new LuaGuard());
        LuaTable strings = new LuaTable();
        strings.set(LuaValue.INDEX, LuaFunctions.of(arguments -> STRINGS.get().get(arguments.arg(2))));
        strings.set("__metatable", LuaValue.FALSE);
        LuaString.s_metatable = strings;
    }

    private final LuaGuard guard = new LuaGuard();
    private final Globals globals = new Globals();
    private final LuaTable strings = LuaStrings.library(guard);

    LuaSandbox(Clock clock) {
        globals.load(new BaseLib());
        for (LuaValue name : globals.keys()) {
            if (!BASE.contains(name.tojstring())) {
                globals.set(name, LuaValue.NIL);
            }
        }
        globals.set("print", LuaFunctions.of(arguments -> LuaValue.NONE));
        globals.set("collectgarbage", LuaFunctions.of(arguments -> LuaValue.ZERO));
        LuaTable libraries = new LuaTable();
        libraries.set("string", strings);
        libraries.set("table", LuaTables.library(guard));
        libraries.set("math", LuaFunctions.copy(MATH));
        libraries.set("os", LuaTime.library(clock));
        for (LuaValue name : libraries.keys()) {
            globals.set(name, libraries.get(name));
        }
        globals.set("unpack", libraries.get("table").get("unpack"));
        globals.set("require", LuaFunctions.of(arguments -> {
            LuaValue library = libraries.get(arguments.checkstring(1));
            if (library.isnil()) {
                throw new LuaError("module '" + arguments.checkjstring(1) + "' not found");
            }
            return library;
        }));
        globals.debuglib = guard;
    }

    void set(String name, LuaValue value) {
        globals.set(name, value);
    }

    /**
     * Runs a script and reads what it returned, all within the bounds.
     *
     * @throws LuaError where the script fails
     * @throws LuaGuard.Stopped where it goes over its bounds
     */
    <T> T run(Prototype script, Function<LuaValue, T> reading) {
        STRINGS.set(strings);
        try {
            return reading.apply(new LuaClosure(script, globals).call());
        } catch (StackOverflowError e) {
            throw new LuaGuard.Stopped("the script went too deep");
        } finally {
            STRINGS.remove();
        }
    }
}
