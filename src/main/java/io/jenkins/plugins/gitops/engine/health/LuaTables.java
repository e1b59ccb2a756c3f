package io.jenkins.plugins.gitops.engine.health;

import org.luaj.vm2.Buffer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.TableLib;

/** Lua's {@code table} library within a guard's bounds, with Lua 5.1's {@code getn} that Argo CD's scripts use. */
final class LuaTables {
    private static final LuaTable LIBRARY = LuaFunctions.library(new TableLib(), "table");
    private static final int MAX_UNPACKED = 8_000;

    private LuaTables() {}

    static LuaTable library(LuaGuard guard) {
        LuaTable library = LuaFunctions.copy(LIBRARY);
        library.set("concat", LuaFunctions.of(arguments -> concat(guard, arguments)));
        library.set("unpack", LuaFunctions.of(LuaTables::unpack));
        for (String name : new String[] {"insert", "remove"}) {
            LuaValue plain = LIBRARY.get(name);
            library.set(name, LuaFunctions.of(arguments -> {
                guard.spend(arguments.checktable(1).length());
                return plain.invoke(arguments);
            }));
        }
        library.set("getn", LuaFunctions.of(arguments -> arguments.checktable(1).len()));
        return library;
    }

    private static Varargs concat(LuaGuard guard, Varargs arguments) {
        LuaTable table = arguments.checktable(1);
        LuaString separator = arguments.optstring(2, LuaValue.EMPTYSTRING);
        int from = arguments.optint(3, 1);
        int to = arguments.optint(4, table.length());
        Buffer joined = new Buffer();
        for (long i = from; i <= to; i++) {
            LuaValue value = table.get((int) i);
            if (!value.isstring()) {
                throw new LuaError("invalid value (" + value.typename() + ") at index " + i + " in table for 'concat'");
            }
            guard.spend(1);
            guard.allocate(LuaGuard.lengthOf(value) + separator.length());
            if (i > from) {
                joined.append(separator);
            }
            joined.append(value.strvalue());
        }
        return joined.tostring();
    }

    private static Varargs unpack(Varargs arguments) {
        long from = arguments.optint(2, 1);
        long to = arguments.isnoneornil(3) ? arguments.checktable(1).length() : arguments.checkint(3);
        if (to - from >= MAX_UNPACKED) {
            throw new LuaError("too many results to unpack");
        }
        return LIBRARY.get("unpack").invoke(arguments);
    }
}
