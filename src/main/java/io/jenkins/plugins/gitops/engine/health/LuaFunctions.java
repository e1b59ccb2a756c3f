package io.jenkins.plugins.gitops.engine.health;

import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.TwoArgFunction;
import org.luaj.vm2.lib.VarArgFunction;

/** What the libraries given to scripts are made of. */
final class LuaFunctions {

    private LuaFunctions() {}

    static LuaValue of(UnaryOperator<Varargs> body) {
        return new VarArgFunction() {
            @Override
            public Varargs invoke(Varargs arguments) {
                return body.apply(arguments);
            }
        };
    }

    /** The functions of one of the interpreter's own libraries, loaded into an environment of its own. */
    static LuaTable library(TwoArgFunction loader, String name) {
        LuaTable environment = new LuaTable();
        LuaTable packages = new LuaTable();
        packages.set("loaded", new LuaTable());
        environment.set("package", packages);
        loader.call(LuaValue.valueOf(name), environment);
        return environment.get(name).checktable();
    }

    /** A table of its own with the same entries, so that a script changes nobody else's. */
    static LuaTable copy(LuaTable table) {
        LuaTable copy = new LuaTable(0, table.keyCount());
        for (Varargs next = table.next(LuaValue.NIL); !next.arg1().isnil(); next = table.next(next.arg1())) {
            copy.rawset(next.arg1(), next.arg(2));
        }
        return copy;
    }
}
