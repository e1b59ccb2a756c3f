package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h} is {@code 60m} and {@code 1h0m0s} (time.ParseDuration). */
final class GoDuration {
    private static final String PART = "(\\d{1,18}(?:\\.\\d{1,18})?)(ns|us|µs|ms|s|m|h)";
    private static final Pattern NEXT = Pattern.compile(PART);
    private static final Pattern WHOLE = Pattern.compile("-?(?:" + PART + ")+|0");
    private static final Map<String, BigDecimal> NANOSECONDS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "µs", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000L),
            "m", BigDecimal.valueOf(60_000_000_000L),
            "h", BigDecimal.valueOf(3_600_000_000_000L));

    private GoDuration() {}

    /** Whether both are durations of the same length. */
    static boolean same(Object one, Object other) {
        BigDecimal left = nanoseconds(one);
        BigDecimal right = nanoseconds(other);
        return left != null && right != null && left.compareTo(right) == 0;
    }

    @CheckForNull
    private static BigDecimal nanoseconds(Object value) {
        if (!(value instanceof String text) || !WHOLE.matcher(text).matches()) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = NEXT.matcher(text);
        while (part.find()) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(NANOSECONDS.get(part.group(2))));
        }
        return text.startsWith("-") ? sum.negate() : sum;
    }
}
