package io.jenkins.plugins.gitops.engine.application;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * The jq path expressions that may be used: paths and conditions, whose work and memory the object they look at bounds.
 * Whatever could run without end or put values together is refused, and so is every word and sign not known here.
 */
public final class JqPath {
    private static final int MOST_CHARACTERS = 2000;
    private static final int MOST_COMMAS = 16;
    private static final int DEEPEST = 16;

    private static final Set<String> WORDS =
            Set.of("and", "or", "if", "then", "elif", "else", "end", "true", "false", "null");

    private static final Set<String> FUNCTIONS = Set.of(
            "all",
            "any",
            "arrays",
            "ascii_downcase",
            "ascii_upcase",
            "booleans",
            "contains",
            "empty",
            "endswith",
            "first",
            "getpath",
            "has",
            "in",
            "index",
            "inside",
            "iterables",
            "keys",
            "last",
            "length",
            "ltrimstr",
            "not",
            "nulls",
            "numbers",
            "objects",
            "rtrimstr",
            "scalars",
            "select",
            "startswith",
            "strings",
            "test",
            "to_entries",
            "tonumber",
            "tostring",
            "type",
            "values");

    private static final Pattern TOKEN = Pattern.compile("(?<space>[ \\t\\r\\n]++)"
            + "|(?<text>\"(?:[^\"\\\\\\p{Cntrl}]++|\\\\(?:[\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+\")"
            + "|(?<field>\\.[A-Za-z_][A-Za-z0-9_]*+)"
            + "|(?<number>-?[0-9]++(?:\\.[0-9]++)?)"
            + "|(?<word>[A-Za-z_][A-Za-z0-9_]*+)"
            + "|(?<sign>\\.\\.|==|!=|<=|>=|//|[.,|()\\[\\]<>?;])");

    private final List<String> tokens = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private int commas;

    private JqPath() {}

    /**
     * Refuses an expression that is none or may not be used.
     *
     * @throws IllegalArgumentException what is expected instead
     */
    public static void require(String expression) {
        new JqPath().read(expression);
        try {
            JsonQuery.compile(expression, Versions.JQ_1_7);
            JsonQuery.compile("path(" + expression + ")", Versions.JQ_1_7);
        } catch (JsonQueryException e) {
            throw new IllegalArgumentException("a jq path expression such as .spec.replicas", e);
        }
    }

    private void read(String expression) {
        if (expression.length() > MOST_CHARACTERS) {
            throw refused("of at most " + MOST_CHARACTERS + " characters");
        }
        Matcher matcher = TOKEN.matcher(expression);
        int position = 0;
        while (position < expression.length()) {
            matcher.region(position, expression.length());
            if (!matcher.lookingAt()) {
                throw without(expression.substring(position, position + 1));
            }
            if (matcher.group("space") == null) {
                take(matcher);
            }
            position = matcher.end();
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("a jq path expression such as .spec.replicas");
        }
    }

    private void take(Matcher matcher) {
        String token = matcher.group();
        String before = tokens.isEmpty() ? "" : tokens.get(tokens.size() - 1);
        String word = matcher.group("word");
        if (word != null && !WORDS.contains(word) && !FUNCTIONS.contains(word)) {
            throw without(word);
        }
        if (matcher.group("number") != null && token.startsWith("-") && ends(before)) {
            throw without("-");
        }
        if (open.contains("list") && !token.equals("[") && !token.equals("]") && !token.equals(",")) {
            boolean constant = matcher.group("text") != null
                    || matcher.group("number") != null
                    || Set.of("true", "false", "null").contains(token);
            if (!constant) {
                throw refused("without lists of anything but constants");
            }
        }
        nest(token, before);
        tokens.add(token);
    }

    private void nest(String token, String before) {
        switch (token) {
            case "(" -> open.push(token);
            case "[" -> {
                boolean list = open.contains("list") || !ends(before);
                if (list && !open.contains("list")) {
                    requireListAllowed(before);
                }
                open.push(list ? "list" : token);
            }
            case ")", "]" -> open.poll();
            case "," -> commas += open.contains("list") ? 0 : 1;
            default -> {
                return;
            }
        }
        if (open.size() > DEEPEST || commas > MOST_COMMAS) {
            throw refused("of at most " + MOST_COMMAS + " commas and " + DEEPEST + " brackets in each other");
        }
    }

    /** A list of constants is compared with or asked for, never gone through: it could be gone through again and again. */
    private void requireListAllowed(String before) {
        String function = tokens.size() < 2 ? "" : tokens.get(tokens.size() - 2);
        boolean argument =
                before.equals("(") && Set.of("contains", "inside", "getpath").contains(function);
        if (!argument) {
            throw refused("with lists in contains, inside and getpath alone");
        }
    }

    /** Whether a value ends here, so that a bracket behind it looks into it. */
    private static boolean ends(String token) {
        return !token.isEmpty()
                        && !WORDS.contains(token)
                        && !Set.of("|", ",", "(", "[", ";", "==", "!=", "<", "<=", ">", ">=", "//")
                                .contains(token)
                || Set.of("end", "true", "false", "null").contains(token);
    }

    private static IllegalArgumentException without(String token) {
        return refused("without " + (token.equals("\"") ? "\\(…) or a text without end" : "'" + token + "'"));
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("a jq path expression of paths and conditions " + why);
    }
}
