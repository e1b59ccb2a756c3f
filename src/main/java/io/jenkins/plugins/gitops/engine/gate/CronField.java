package io.jenkins.plugins.gitops.engine.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One field of a cron expression.
 *
 * @param values a bit for each value it allows
 * @param restricted whether it was not left open with an asterisk
 */
record CronField(long values, boolean restricted) {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");

    /** The fields of an expression: minute, hour, day of the month, month, day of the week. */
    static List<CronField> all(String expression) {
        String[] fields = expression.strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (fields.length != 5) {
            throw new IllegalArgumentException("'" + expression + "' has not five fields");
        }
        List<CronField> all = new ArrayList<>();
        all.add(parse(fields[0], 0, 59, List.of()));
        all.add(parse(fields[1], 0, 23, List.of()));
        all.add(parse(fields[2], 1, 31, List.of()));
        all.add(parse(fields[3], 1, 12, MONTHS));
        all.add(parse(fields[4], 0, 6, WEEKDAYS));
        return all;
    }

    private static CronField parse(String text, int first, int last, List<String> names) {
        long values = 0;
        boolean open = false;
        for (String part : text.split(",", -1)) {
            String[] steps = part.split("/", -1);
            int step = steps.length == 1 ? 1 : Integer.parseInt(steps[1]);
            String[] range = steps[0].split("-", -1);
            boolean any = steps[0].equals("*");
            int from = any ? first : value(range[0], first, names);
            int to = range.length > 1
                    ? value(range[1], first, names)
                    : any || steps.length > 1 ? Math.max(last, from) : from;
            // 7 is Sunday too
            if (steps.length > 2 || range.length > 2 || step < 1 || from < first || to > (last == 6 ? 7 : last)) {
                throw new IllegalArgumentException("'" + part + "' is no part of a cron expression");
            }
            for (int value = from; value <= to; value += step) {
                values |= 1L << (last == 6 ? value % 7 : value);
            }
            open |= any && step == 1;
        }
        return new CronField(values, !open);
    }

    private static int value(String text, int first, List<String> names) {
        int named = names.indexOf(text);
        return named >= 0 ? named + first : Integer.parseInt(text);
    }

    boolean has(int value) {
        return (values >>> value & 1) == 1;
    }

    /** The least value at or above one; -1 where there is none. */
    int next(int from) {
        long rest = from >= Long.SIZE ? 0 : values >>> from << from;
        return rest == 0 ? -1 : Long.numberOfTrailingZeros(rest);
    }

    /** The greatest value at or below one; -1 where there is none. */
    int previous(int from) {
        long rest = from < 0 ? 0 : values & (-1L >>> (Long.SIZE - 1 - from));
        return rest == 0 ? -1 : Long.SIZE - 1 - Long.numberOfLeadingZeros(rest);
    }
}
