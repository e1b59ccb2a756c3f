package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Version;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.path.Path;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Syntax;
import org.joni.exception.JOniException;

/**
 * jq's {@code test}, by the same engine as jq's own, but within the time that is left and on texts and patterns short
 * enough for its memory.
 */
final class JqTest implements Function {
    private static final int LONGEST_PATTERN = 250;
    private static final int LONGEST_TEXT = 10_000;
    private static final long MOST_REPETITIONS = 1_000;
    private static final Pattern NUMBER = Pattern.compile("(?<=[{,])[0-9]+");
    private static final Expression NO_FLAGS =
            (scope, in, path, output, requirePath) -> output.emit(NullNode.getInstance(), null);

    @Override
    public void apply(
            Scope scope, List<Expression> arguments, JsonNode in, Path path, PathOutput output, Version version)
            throws JsonQueryException {
        if (!in.isTextual()) {
            throw new JsonQueryException("test needs a text");
        }
        Expression flags = arguments.size() > 1 ? arguments.get(1) : NO_FLAGS;
        arguments
                .get(0)
                .apply(
                        scope,
                        in,
                        pattern -> flags.apply(scope, in, set -> {
                            JsonNode expression = pattern.isArray() ? pattern.path(0) : pattern;
                            String options = (pattern.isArray() ? pattern.path(1) : set).asText("");
                            output.emit(BooleanNode.valueOf(matches(in.asText(), expression.asText(), options)), null);
                        }));
    }

    private static boolean matches(String text, String pattern, String flags) throws JsonQueryException {
        if (pattern.length() > LONGEST_PATTERN || text.length() > LONGEST_TEXT || repeatsTooOften(pattern)) {
            throw new JsonQueryException("test takes short texts and patterns alone");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] source = pattern.getBytes(StandardCharsets.UTF_8);
        try {
            Regex regex = new Regex(source, 0, source.length, options(flags), UTF8Encoding.INSTANCE, Syntax.PerlNG);
            Matcher matcher = regex.matcherNoRegion(bytes, 0, bytes.length, Math.max(1, JqClock.left()));
            return matcher.searchInterruptible(0, bytes.length, Option.NONE) >= 0;
        } catch (JOniException e) {
            throw new JsonQueryException("test: " + e.getMessage());
        } catch (InterruptedException e) {
            JqClock.check();
            Thread.currentThread().interrupt();
            throw new JsonQueryException("test was interrupted");
        }
    }

    private static boolean repeatsTooOften(String pattern) {
        long product = 1;
        var numbers = NUMBER.matcher(pattern);
        while (numbers.find() && product <= MOST_REPETITIONS) {
            product *=
                    numbers.group().length() > 4 ? MOST_REPETITIONS + 1 : Math.max(1, Long.parseLong(numbers.group()));
        }
        return product > MOST_REPETITIONS;
    }

    private static int options(String flags) throws JsonQueryException {
        int options = Option.CAPTURE_GROUP;
        for (char flag : flags.toCharArray()) {
            options |= switch (flag) {
                case 'g' -> Option.NONE;
                case 'i' -> Option.IGNORECASE;
                case 'x' -> Option.EXTEND;
                case 's' -> Option.SINGLELINE;
                case 'n' -> Option.FIND_NOT_EMPTY;
                case 'p' -> Option.MULTILINE | Option.SINGLELINE;
                case 'l' -> Option.FIND_LONGEST;
                default -> throw new JsonQueryException("test knows no flag " + flag);
            };
        }
        return options;
    }
}
