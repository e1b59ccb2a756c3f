package io.jenkins.plugins.gitops.engine.application;

import com.fasterxml.jackson.core.JsonPointer;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Locale;
import java.util.regex.Pattern;

/** How single values must be written. Each throws {@link IllegalArgumentException} with what it expected. */
final class Syntax {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern RESOURCE =
            Pattern.compile("[A-Z][A-Za-z0-9]*(\\.[a-z0-9][a-z0-9.-]*)?(/[A-Za-z0-9][A-Za-z0-9.:_-]*)?");
    private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)+");
    private static final String REF_FORBIDDEN = " ~^:?*[\\";

    private Syntax() {}

    /** The name of an application, environment or gate: also a file's name, a label's value and a trailer. */
    static String name(String text) {
        return require(NAME.matcher(text).matches(), text, "at most 63 letters, digits, '-', '_' and '.'");
    }

    /** A name given by somebody else, such as a cluster's or a user's. */
    static String text(String text) {
        boolean fits = !text.isBlank() && text.length() <= 253 && text.chars().noneMatch(Character::isISOControl);
        return require(fits, text, "a name");
    }

    /** RFC 1123: a namespace. */
    static String namespace(String text) {
        return require(
                LABEL.matcher(text).matches(), text, "a DNS label: at most 63 lower-case letters, digits and '-'");
    }

    /** RFC 1123: the name of most Kubernetes objects. */
    static String objectName(String text) {
        return require(
                OBJECT_NAME.matcher(text).matches(),
                text,
                "a DNS name: at most 253 lower-case letters, digits, '-' and '.'");
    }

    /** A path from the root of the repository; {@code .} is the root. */
    static String path(String text) {
        if (text.isEmpty() || text.equals(".")) {
            return "";
        }
        boolean clean = text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\\');
        for (String segment : text.split("/", -1)) {
            String lower = segment.toLowerCase(Locale.ROOT).strip();
            clean = clean && !lower.isEmpty() && !lower.equals(".") && !lower.equals("..") && !lower.equals(".git");
        }
        return require(
                clean, text, "a path from the root of the repository, such as apps/shop, without '..' and '.git'");
    }

    /** A branch, by the rules of {@code git check-ref-format}. */
    static String branch(String text) {
        return require(isRef(text), text, "a branch such as env/prod");
    }

    /** A tag, or a prefix of tags that ends in {@code *}. */
    static String tag(String text) {
        String fixed = text.endsWith("*") ? text.substring(0, text.length() - 1) + "0" : text;
        return require(isRef(fixed), text, "a tag such as prod, or a prefix such as shop/v*");
    }

    static boolean isRef(String text) {
        boolean whole = !text.isEmpty()
                && !text.startsWith("-")
                && !text.startsWith("refs/")
                && !text.equals("@")
                && !text.contains("..")
                && !text.contains("@{")
                && text.chars().noneMatch(c -> Character.isISOControl(c) || REF_FORBIDDEN.indexOf(c) >= 0);
        for (String segment : text.split("/", -1)) {
            boolean lock = segment.toLowerCase(Locale.ROOT).endsWith(".lock");
            whole = whole && !segment.isEmpty() && !segment.startsWith(".") && !segment.endsWith(".") && !lock;
        }
        return whole;
    }

    /** RFC 6901. */
    static String jsonPointer(String text) {
        require(POINTER.matcher(text).matches(), text, "a JSON pointer such as /spec/replicas ('/' in a key is ~1)");
        JsonPointer.compile(text);
        return text;
    }

    /** What jq's {@code path(…)} takes, as far as it may be used. */
    static String jqPath(String text) {
        JqPath.require(text);
        return text;
    }

    static ZoneId timeZone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time zone such as Europe/Berlin", e);
        }
    }

    /** {@code Kind}, {@code Kind.group}, and with {@code /name} one object. */
    static String resource(String text) {
        return require(RESOURCE.matcher(text).matches(), text, "Kind, Kind.group, Kind/name or Kind.group/name");
    }

    private static String require(boolean valid, String text, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(expected);
        }
        return text;
    }
}
