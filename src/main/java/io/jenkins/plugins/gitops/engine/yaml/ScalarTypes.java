package io.jenkins.plugins.gitops.engine.yaml;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types that the readers of a file see in its plain scalars. They disagree: {@code on} is true for Kubernetes and a
 * string in YAML 1.2, {@code 12:30:45} is a number in YAML 1.1 and a string for Kubernetes.
 */
final class ScalarTypes {
    private static final String STANDARD = "tag:yaml.org,2002:";
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
    private static final Set<String> TRUE_IN_1_1 = Set.of("y", "Y", "yes", "Yes", "YES", "on", "On", "ON");
    private static final Set<String> FALSE_IN_1_1 = Set.of("n", "N", "no", "No", "NO", "off", "Off", "OFF");
    private static final Pattern NOT_FINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
    private static final Pattern INTEGER = Pattern.compile(
            "(?<sign>[-+]?)(?:0[xX](?<hex>[0-9a-fA-F]+)|0[bB](?<bin>[01]+)|0[oO]?(?<oct>[0-7]+)|(?<dec>0|[1-9][0-9]*))");
    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern CORE_INTEGER = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
    private static final Pattern INTEGER_1_1 =
            Pattern.compile("[-+]?(0b[01_]+|0[0-7_]*|[1-9][0-9_]*(:[0-5]?[0-9])*|0x[0-9a-fA-F_]+)");
    private static final Pattern FLOAT_1_1 =
            Pattern.compile("[-+]?([0-9][0-9_]*(:[0-5]?[0-9])*\\.[0-9_]*|\\.[0-9_]+|[0-9][0-9_]*)([eE][-+]?[0-9]+)?");
    private static final Pattern TIMESTAMP = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \\t].*)?");
    private static final BigInteger UNSIGNED_MAXIMUM =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private ScalarTypes() {}

    /** A scalar's value as an API server gets it: YAML read by go-yaml v2, written as JSON, read again. */
    @CheckForNull
    static Object value(YamlNode.Scalar scalar) {
        String text = scalar.text();
        String tag = scalar.tag();
        if (tag == null) {
            return scalar.plain() ? plainValue(text) : text;
        }
        return switch (tag) {
            case STANDARD + "null", STANDARD + "bool", STANDARD + "int", STANDARD + "float" -> plainValue(text);
            case STANDARD + "binary" -> binary(text);
            default -> text;
        };
    }

    /** Whether a tag is one that has a meaning in JSON. */
    static boolean standard(String tag) {
        return tag.equals("!")
                || tag.startsWith(STANDARD)
                        && Set.of("str", "null", "bool", "int", "float", "binary", "timestamp", "map", "seq", "merge")
                                .contains(tag.substring(STANDARD.length()));
    }

    /** A key as Kubernetes reads it: JSON has only strings there. */
    static String key(YamlNode.Scalar key) {
        Object value = value(key);
        if (value instanceof Number number
                && wholeNumber(key.text().replace("_", "")).isEmpty()) {
            return floatKey(number.floatValue(), key.text().startsWith("-"));
        }
        return value instanceof Boolean || value instanceof Long ? value.toString() : key.text();
    }

    /** As Go writes a float32 in the fewest digits: {@code 1.5}, {@code 1e+06}. */
    private static String floatKey(float value, boolean negative) {
        if (value == 0 || !Float.isFinite(value)) {
            String text = value == 0 ? "0" : Float.isNaN(value) ? ".nan" : ".inf";
            return negative ? "-" + text : text;
        }
        BigDecimal shortest = new BigDecimal(Float.toString(value)).stripTrailingZeros();
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return shortest.toPlainString();
        }
        String mantissa = shortest.movePointLeft(exponent).toPlainString();
        return mantissa + (exponent < 0 ? "e-" : "e+") + String.format("%02d", Math.abs(exponent));
    }

    /** What Kubernetes reads a plain scalar as. */
    static ScalarType inKubernetes(String text) {
        Object value = plainValue(text);
        if (value == null) {
            return ScalarType.NULL;
        }
        if (value instanceof Boolean) {
            return ScalarType.BOOL;
        }
        if (value instanceof String) {
            return ScalarType.STRING;
        }
        return wholeNumber(text.replace("_", "")).isPresent() ? ScalarType.INT : ScalarType.FLOAT;
    }

    /** What a reader of YAML 1.1 takes a plain scalar for. */
    static ScalarType inYaml11(String text) {
        if (text.equals("<<") || text.equals("=")) {
            return ScalarType.MARK;
        }
        if (NULLS.contains(text)) {
            return ScalarType.NULL;
        }
        if (bool(text) != null) {
            return ScalarType.BOOL;
        }
        if (INTEGER_1_1.matcher(text).matches()) {
            return ScalarType.INT;
        }
        if (FLOAT_1_1.matcher(text).matches() || NOT_FINITE.matcher(text).matches()) {
            return ScalarType.FLOAT;
        }
        return TIMESTAMP.matcher(text).matches() ? ScalarType.TIMESTAMP : ScalarType.STRING;
    }

    /** What the core schema of YAML 1.2 takes a plain scalar for. */
    static ScalarType inYaml12(String text) {
        if (NULLS.contains(text)) {
            return ScalarType.NULL;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return ScalarType.BOOL;
        }
        if (CORE_INTEGER.matcher(text).matches()) {
            return ScalarType.INT;
        }
        boolean number =
                FLOAT.matcher(text).matches() || NOT_FINITE.matcher(text).matches();
        return number ? ScalarType.FLOAT : ScalarType.STRING;
    }

    /** Whether every reader takes a plain scalar for a string. */
    static boolean stringForAll(String text) {
        return inKubernetes(text) == ScalarType.STRING
                && inYaml11(text) == ScalarType.STRING
                && inYaml12(text) == ScalarType.STRING;
    }

    /** Whether a plain scalar may stand in another's place without any reader seeing another type. */
    static boolean keepsType(String before, String after) {
        ScalarType type = inKubernetes(before);
        return stringForAll(after)
                || type == inKubernetes(after)
                        && !NOT_FINITE.matcher(after).matches()
                        && (type != ScalarType.STRING
                                || same(inYaml11(before), inYaml11(after)) && same(inYaml12(before), inYaml12(after)));
    }

    private static boolean same(ScalarType before, ScalarType after) {
        return after == before || after == ScalarType.STRING;
    }

    @CheckForNull
    private static Object plainValue(String text) {
        if (NULLS.contains(text)) {
            return null;
        }
        Boolean bool = bool(text);
        if (bool != null) {
            return bool;
        }
        if (NOT_FINITE.matcher(text).matches()) {
            return text.endsWith("n") || text.endsWith("N")
                    ? Double.NaN
                    : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return number(text);
    }

    @CheckForNull
    private static Boolean bool(String text) {
        if (TRUE.contains(text) || TRUE_IN_1_1.contains(text)) {
            return true;
        }
        return FALSE.contains(text) || FALSE_IN_1_1.contains(text) ? false : null;
    }

    private static Object number(String text) {
        char first = text.charAt(0);
        if (first != '-' && first != '+' && first != '.' && (first < '0' || first > '9')) {
            return text;
        }
        String digits = text.replace("_", "");
        Optional<BigInteger> whole = wholeNumber(digits);
        if (whole.isPresent()) {
            return json(whole.get());
        }
        return FLOAT.matcher(digits).matches() && !Double.isInfinite(Double.parseDouble(digits))
                ? decimal(digits)
                : text;
    }

    /** As Go's {@code strconv.ParseInt} and {@code ParseUint} read it, guessing the base; at most 64 bits. */
    private static Optional<BigInteger> wholeNumber(String digits) {
        Matcher integer = INTEGER.matcher(digits);
        if (!integer.matches()) {
            return Optional.empty();
        }
        BigInteger value = integer.group("hex") != null
                ? new BigInteger(integer.group("hex"), 16)
                : integer.group("bin") != null
                        ? new BigInteger(integer.group("bin"), 2)
                        : integer.group("oct") != null
                                ? new BigInteger(integer.group("oct"), 8)
                                : new BigInteger(integer.group("dec"));
        String sign = integer.group("sign");
        BigInteger signed = sign.equals("-") ? value.negate() : value;
        boolean fits = signed.bitLength() < 64 || sign.isEmpty() && signed.compareTo(UNSIGNED_MAXIMUM) <= 0;
        return fits ? Optional.of(signed) : Optional.empty();
    }

    /** Kubernetes reads a whole number that is no 64-bit one as a floating point number. */
    private static Object json(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : (Object) value.doubleValue();
    }

    /** JSON written by Go has no {@code 1.0}: a float without a fraction arrives as a whole number. */
    private static Object decimal(String digits) {
        double value = Double.parseDouble(digits);
        if (Double.isInfinite(value)) {
            return digits;
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 0x1p63;
        return whole ? (Object) (long) value : (Object) value;
    }

    private static String binary(String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return text;
        }
    }
}
