package io.jenkins.plugins.gitops.engine.application;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five fields of a cron expression, as Argo CD's sync windows take them; the macros ({@code @daily}) not. */
final class CronSyntax {
    private static final Pattern PART =
            Pattern.compile("(?:\\*|([0-9a-z]{1,3})(?:-([0-9a-z]{1,3}))?)(?:/([0-9]{1,2}))?");
    private static final List<Field> FIELDS = List.of(
            new Field("minute", 0, 59, List.of()),
            new Field("hour", 0, 23, List.of()),
            new Field("day of the month", 1, 31, List.of()),
            new Field(
                    "month",
                    1,
                    12,
                    List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
            new Field("day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private record Field(String name, int first, int last, List<String> names) {

        private int value(String text) {
            int named = names.indexOf(text);
            if (named >= 0) {
                return named + first;
            }
            return text.chars().allMatch(Character::isDigit) ? Integer.parseInt(text) : -1;
        }

        private boolean holds(String text) {
            int value = value(text);
            return value >= first && value <= last;
        }
    }

    private CronSyntax() {}

    /**
     * A cron expression, in one form.
     *
     * @throws IllegalArgumentException where it is none, saying what was expected
     */
    static String check(String text) {
        String[] fields = text.strip().toLowerCase(Locale.ROOT).split("\\s+");
        if (fields.length != FIELDS.size()) {
            throw new IllegalArgumentException(
                    "five fields: minute, hour, day of the month, month and day of the week, such as '0 9 * * mon-fri'");
        }
        for (int i = 0; i < fields.length; i++) {
            for (String part : fields[i].split(",", -1)) {
                checkPart(FIELDS.get(i), part);
            }
        }
        return String.join(" ", fields);
    }

    private static void checkPart(Field field, String part) {
        Matcher range = PART.matcher(part);
        boolean valid = range.matches()
                && (range.group(1) == null || field.holds(range.group(1)))
                && (range.group(2) == null
                        || field.holds(range.group(2)) && field.value(range.group(1)) <= field.value(range.group(2)))
                && (range.group(3) == null || Integer.parseInt(range.group(3)) > 0);
        if (!valid) {
            throw new IllegalArgumentException("the " + field.name() + " to be from " + field.first() + " to "
                    + field.last() + ", not '" + part + "'");
        }
    }
}
