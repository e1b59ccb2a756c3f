package io.jenkins.plugins.gitops.engine.health;

import org.luaj.vm2.Buffer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.StringLib;

/** Lua's {@code string} library within a guard's bounds. */
final class LuaStrings {
    private static final LuaTable LIBRARY = LuaFunctions.library(new StringLib(), "string");
    private static final int BYTES_PER_DIRECTIVE = 110;
    private static final int BYTES_QUOTED = 4;
    private static final int BYTES_PER_VALUE = 16;

    private final LuaGuard guard;

    private LuaStrings(LuaGuard guard) {
        this.guard = guard;
    }

    static LuaTable library(LuaGuard guard) {
        LuaStrings strings = new LuaStrings(guard);
        LuaTable library = LuaFunctions.copy(LIBRARY);
        library.set("dump", LuaValue.NIL);
        library.set("rep", LuaFunctions.of(strings::repeat));
        library.set("format", LuaFunctions.of(strings::format));
        library.set("find", LuaFunctions.of(strings::find));
        library.set("match", LuaFunctions.of(strings::match));
        library.set("gmatch", LuaFunctions.of(strings::matches));
        library.set("gsub", LuaFunctions.of(strings::replace));
        for (String name : new String[] {"byte", "lower", "upper", "reverse"}) {
            LuaValue plain = LIBRARY.get(name);
            library.set(name, LuaFunctions.of(arguments -> {
                guard.allocate((long) BYTES_PER_VALUE * arguments.checkstring(1).length());
                return plain.invoke(arguments);
            }));
        }
        return library;
    }

    private Varargs repeat(Varargs arguments) {
        LuaString text = arguments.checkstring(1);
        int times = Math.max(0, arguments.checkint(2));
        LuaString separator = arguments.optstring(3, LuaValue.EMPTYSTRING);
        guard.allocate((long) times * (text.length() + separator.length()));
        guard.spend(times);
        Buffer repeated = new Buffer(times * (text.length() + separator.length()));
        for (int i = 0; i < times; i++) {
            if (i > 0) {
                repeated.append(separator);
            }
            repeated.append(text);
        }
        return repeated.tostring();
    }

    private Varargs format(Varargs arguments) {
        guard.allocate((long) BYTES_PER_DIRECTIVE * arguments.checkstring(1).length());
        for (int i = 2; i <= arguments.narg(); i++) {
            guard.allocate(BYTES_QUOTED * LuaGuard.lengthOf(arguments.arg(i)));
        }
        return LIBRARY.get("format").invoke(arguments);
    }

    private Varargs find(Varargs arguments) {
        LuaString subject = arguments.checkstring(1);
        LuaString pattern = arguments.checkstring(2);
        int from = start(arguments.optint(3, 1), subject);
        if (from > subject.length()) {
            return LuaValue.NIL;
        }
        if (arguments.arg(4).toboolean()) {
            int at = plainFind(subject, pattern, from);
            return at < 0
                    ? LuaValue.NIL
                    : LuaValue.varargsOf(LuaValue.valueOf(at + 1), LuaValue.valueOf(at + pattern.length()));
        }
        LuaPattern matcher = new LuaPattern(guard, pattern, subject);
        int at = search(matcher, subject, from);
        if (at < 0) {
            return LuaValue.NIL;
        }
        int end = matcher.match(at);
        LuaValue[] found = values(matcher, at, end, 2, matcher.hasCaptures() ? matcher.values() : 0);
        found[0] = LuaValue.valueOf(at + 1);
        found[1] = LuaValue.valueOf(end);
        return LuaValue.varargsOf(found);
    }

    private Varargs match(Varargs arguments) {
        LuaString subject = arguments.checkstring(1);
        LuaPattern matcher = new LuaPattern(guard, arguments.checkstring(2), subject);
        int from = start(arguments.optint(3, 1), subject);
        int at = from > subject.length() ? -1 : search(matcher, subject, from);
        return at < 0 ? LuaValue.NIL : LuaValue.varargsOf(values(matcher, at, matcher.match(at), 0, matcher.values()));
    }

    private Varargs matches(Varargs arguments) {
        LuaString subject = arguments.checkstring(1);
        LuaPattern matcher = new LuaPattern(guard, arguments.checkstring(2), subject);
        int[] from = {0};
        return LuaFunctions.of(ignored -> {
            int at = from[0] > subject.length() ? -1 : search(matcher, subject, from[0]);
            if (at < 0) {
                from[0] = subject.length() + 1;
                return LuaValue.NIL;
            }
            int end = matcher.match(at);
            int next = end == at ? end + 1 : end;
            from[0] = matcher.isAnchored() ? subject.length() + 1 : next;
            return LuaValue.varargsOf(values(matcher, at, end, 0, matcher.values()));
        });
    }

    private Varargs replace(Varargs arguments) {
        LuaString subject = arguments.checkstring(1);
        LuaPattern matcher = new LuaPattern(guard, arguments.checkstring(2), subject);
        LuaValue replacement = arguments.arg(3);
        int most = arguments.optint(4, Integer.MAX_VALUE);
        Buffer replaced = new Buffer(subject.length());
        int count = 0;
        int at = 0;
        while (count < most) {
            int end = matcher.match(at);
            if (end >= 0) {
                count++;
                append(replaced, replacementOf(matcher, replacement, at, end));
            }
            if (end > at) {
                at = end;
            } else if (at < subject.length()) {
                append(replaced, subject.substring(at, at + 1));
                at++;
            } else {
                break;
            }
            if (matcher.isAnchored()) {
                break;
            }
        }
        if (at < subject.length()) {
            append(replaced, subject.substring(at, subject.length()));
        }
        return LuaValue.varargsOf(replaced.tostring(), LuaValue.valueOf(count));
    }

    private LuaString replacementOf(LuaPattern matcher, LuaValue replacement, int at, int end) {
        if (replacement.isstring()) {
            return expanded(matcher, replacement.strvalue(), at, end);
        }
        LuaValue value;
        if (replacement.isfunction()) {
            value = replacement
                    .invoke(LuaValue.varargsOf(values(matcher, at, end, 0, matcher.values())))
                    .arg1();
        } else {
            value = replacement.checktable().get(matcher.value(0, at, end));
        }
        if (!value.toboolean()) {
            return matcher.subject(at, end);
        }
        if (!value.isstring()) {
            throw new LuaError("invalid replacement value (a " + value.typename() + ")");
        }
        return value.strvalue();
    }

    private LuaString expanded(LuaPattern matcher, LuaString template, int at, int end) {
        Buffer expanded = new Buffer(template.length());
        int from = 0;
        for (int percent = template.indexOf((byte) '%', 0); percent >= 0; ) {
            append(expanded, template.substring(from, percent));
            int kind = percent + 1 < template.length() ? template.luaByte(percent + 1) : -1;
            if (kind == '%') {
                append(expanded, template.substring(percent, percent + 1));
            } else if (kind == '0') {
                append(expanded, matcher.subject(at, end));
            } else if (kind >= '1' && kind <= '9') {
                append(expanded, matcher.value(kind - '1', at, end).strvalue());
            } else {
                throw new LuaError("invalid use of '%' in replacement string");
            }
            from = percent + 2;
            percent = template.indexOf((byte) '%', from);
        }
        append(expanded, template.substring(from, template.length()));
        return expanded.tostring().strvalue();
    }

    private void append(Buffer buffer, LuaString text) {
        guard.spend(1);
        guard.allocate(text.length());
        buffer.append(text);
    }

    private LuaValue[] values(LuaPattern matcher, int at, int end, int offset, int count) {
        LuaValue[] values = new LuaValue[offset + count];
        for (int i = 0; i < count; i++) {
            values[offset + i] = matcher.value(i, at, end);
        }
        return values;
    }

    private int search(LuaPattern matcher, LuaString subject, int from) {
        int last = matcher.isAnchored() ? from : subject.length();
        for (int at = from; at <= last; at++) {
            if (matcher.match(at) >= 0) {
                return at;
            }
        }
        return -1;
    }

    private int plainFind(LuaString subject, LuaString wanted, int from) {
        for (int at = from; at <= subject.length() - wanted.length(); at++) {
            int same = 0;
            while (same < wanted.length() && subject.luaByte(at + same) == wanted.luaByte(same)) {
                same++;
            }
            guard.spend(same + 1L);
            if (same == wanted.length()) {
                return at;
            }
        }
        return -1;
    }

    /** The offset from 0 of a position from 1, or from the end where it is negative. */
    private static int start(int position, LuaString subject) {
        int offset = position > 0 ? position - 1 : position < 0 ? subject.length() + position : 0;
        return Math.max(0, offset);
    }
}
