package io.jenkins.plugins.gitops.engine.health;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The harmless part of Lua's {@code os} library, as Argo CD has it: {@code time} and {@code date}, here in UTC. */
final class LuaTime {
    private static final Map<Character, String> FORMATS = Map.ofEntries(
            Map.entry('a', "EEE"),
            Map.entry('A', "EEEE"),
            Map.entry('b', "MMM"),
            Map.entry('B', "MMMM"),
            Map.entry('c', "EEE MMM d HH:mm:ss yyyy"),
            Map.entry('d', "dd"),
            Map.entry('F', "yyyy-MM-dd"),
            Map.entry('H', "HH"),
            Map.entry('I', "hh"),
            Map.entry('j', "DDD"),
            Map.entry('m', "MM"),
            Map.entry('M', "mm"),
            Map.entry('p', "a"),
            Map.entry('S', "ss"),
            Map.entry('T', "HH:mm:ss"),
            Map.entry('x', "MM/dd/yy"),
            Map.entry('X', "HH:mm:ss"),
            Map.entry('y', "yy"),
            Map.entry('Y', "yyyy"),
            Map.entry('z', "xx"),
            Map.entry('Z', "'UTC'"));

    private final Clock clock;

    private LuaTime(Clock clock) {
        this.clock = clock;
    }

    static LuaTable library(Clock clock) {
        LuaTime time = new LuaTime(clock);
        LuaTable library = new LuaTable();
        library.set("time", LuaFunctions.of(time::time));
        library.set("date", LuaFunctions.of(time::date));
        return library;
    }

    private Varargs time(Varargs arguments) {
        if (arguments.isnoneornil(1)) {
            return seconds(clock.instant().getEpochSecond());
        }
        LuaTable date = arguments.checktable(1);
        try {
            LocalDateTime time = LocalDateTime.of(field(date, "year", null), 1, 1, 0, 0)
                    .plusMonths(field(date, "month", null) - 1L)
                    .plusDays(field(date, "day", null) - 1L)
                    .plusHours(field(date, "hour", 12))
                    .plusMinutes(field(date, "min", 0))
                    .plusSeconds(field(date, "sec", 0));
            return seconds(time.toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new LuaError("no such time: " + e.getMessage());
        }
    }

    private Varargs date(Varargs arguments) {
        String format = arguments.optjstring(1, "%c");
        String wanted = format.startsWith("!") ? format.substring(1) : format;
        OffsetDateTime time = timeOf(arguments).atOffset(ZoneOffset.UTC);
        return wanted.startsWith("*t") ? fields(time) : LuaValue.valueOf(formatted(wanted, time));
    }

    private Instant timeOf(Varargs arguments) {
        try {
            return arguments.isnoneornil(2) ? clock.instant() : Instant.ofEpochSecond(arguments.checklong(2));
        } catch (DateTimeException e) {
            throw new LuaError("no such time: " + e.getMessage());
        }
    }

    private static int field(LuaTable date, String name, Integer otherwise) {
        LuaValue value = date.get(name);
        if (value.isnumber()) {
            return value.toint();
        }
        if (otherwise == null || !value.isnil()) {
            throw new LuaError("field '" + name + "' missing in date table");
        }
        return otherwise;
    }

    private static LuaValue seconds(long seconds) {
        return LuaValue.valueOf((double) seconds);
    }

    private static LuaTable fields(OffsetDateTime time) {
        LuaTable fields = new LuaTable();
        fields.set("year", time.getYear());
        fields.set("month", time.getMonthValue());
        fields.set("day", time.getDayOfMonth());
        fields.set("hour", time.getHour());
        fields.set("min", time.getMinute());
        fields.set("sec", time.getSecond());
        fields.set("wday", time.getDayOfWeek().getValue() % 7 + 1);
        fields.set("yday", time.getDayOfYear());
        fields.set("isdst", LuaValue.FALSE);
        return fields;
    }

    private static String formatted(String format, OffsetDateTime time) {
        StringBuilder formatted = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char next = format.charAt(i);
            if (next != '%' || i == format.length() - 1) {
                formatted.append(next);
                continue;
            }
            i++;
            String pattern = FORMATS.get(format.charAt(i));
            if (pattern != null) {
                formatted.append(
                        DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time));
            } else if (format.charAt(i) == 'w') {
                formatted.append(time.getDayOfWeek().getValue() % 7);
            } else {
                formatted.append(format.charAt(i) == '%' ? "" : "%").append(format.charAt(i));
            }
        }
        return formatted.toString();
    }
}
