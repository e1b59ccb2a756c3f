package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kubernetes quantities: {@code 100m} is {@code 0.1}, {@code 1Gi} is {@code 1073741824}. Compared by value, rounded up to
 * thousandths as the API server stores them (k8s.io/apimachinery: resource.Quantity, SetDefaults_ResourceList).
 */
final class Quantity {
    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d{1,30}\\.?\\d{0,30}|\\.\\d{1,30}))(n|u|m|k|[KMGTPE]i|[MGTPE]|[eE][+-]?\\d{1,3})?");
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", BigDecimal.ONE.scaleByPowerOfTen(-9)),
            Map.entry("u", BigDecimal.ONE.scaleByPowerOfTen(-6)),
            Map.entry("m", BigDecimal.ONE.scaleByPowerOfTen(-3)),
            Map.entry("k", BigDecimal.ONE.scaleByPowerOfTen(3)),
            Map.entry("M", BigDecimal.ONE.scaleByPowerOfTen(6)),
            Map.entry("G", BigDecimal.ONE.scaleByPowerOfTen(9)),
            Map.entry("T", BigDecimal.ONE.scaleByPowerOfTen(12)),
            Map.entry("P", BigDecimal.ONE.scaleByPowerOfTen(15)),
            Map.entry("E", BigDecimal.ONE.scaleByPowerOfTen(18)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));
    private static final int THOUSANDTHS = 3;

    private Quantity() {}

    /** Whether both are quantities of the same value. */
    static boolean same(Object one, Object other) {
        BigDecimal left = parse(one);
        BigDecimal right = parse(other);
        return left != null && right != null && left.compareTo(right) == 0;
    }

    @CheckForNull
    static BigDecimal parse(Object value) {
        Matcher matcher = FORM.matcher(value.toString());
        if (!matcher.matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String suffix = matcher.group(2);
        if (suffix != null) {
            BigDecimal unit = UNITS.get(suffix);
            number = unit == null
                    ? number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)))
                    : number.multiply(unit);
        }
        return number.setScale(THOUSANDTHS, RoundingMode.UP);
    }
}
