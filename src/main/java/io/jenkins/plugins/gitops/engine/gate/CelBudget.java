package io.jenkins.plugins.gitops.engine.gate;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationListener;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Ends the evaluation of an expression that costs too much: in steps, in time, or in the size of what it makes. CEL
 * itself bounds iterations alone, and thirty steps that each put a text beside itself make gigabytes.
 */
final class CelBudget implements CelEvaluationListener {
    private static final int STEPS = 2_000_000;
    private static final int TEXT = 4 << 20;
    private static final int ALL_TEXTS = 16 * TEXT;
    private static final long VALUES = 2_000_000;
    private static final long ALL_VALUES = 5 * VALUES;
    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int DEPTH = 200;

    private static final String ADD = "_+_";

    private final long end = System.nanoTime() + TIME.toNanos();
    private final Map<Object, Long> weights = new IdentityHashMap<>();
    private int steps;
    private long texts;
    private long values;
    private String exceeded;

    /** Thrown out of the evaluation; CEL's {@code ||} may swallow it, so it is kept here as well. */
    private static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }

    /** Why the evaluation was ended; empty where it was not. */
    Optional<String> exceeded() {
        return Optional.ofNullable(exceeded);
    }

    @Override
    public void callback(CelExpr expression, Object result) {
        steps++;
        if (exceeded != null) {
            throw new Exceeded(exceeded);
        }
        check(steps <= STEPS, "takes more than " + STEPS + " steps");
        check(System.nanoTime() < end, "takes longer than " + TIME.toSeconds() + " s");
        check(!Thread.currentThread().isInterrupted(), "was interrupted");
        switch (expression.exprKind().getKind()) {
            case CALL -> checkMade(expression.call(), result);
            case LIST, MAP, COMPREHENSION ->
                check(weight(result, 0) <= VALUES, "makes more than " + VALUES + " values");
            default -> {} // what is there already
        }
    }

    /** What a function makes, which may be kept until the end. */
    private void checkMade(CelExpr.CelCall call, Object result) {
        int length = result instanceof CharSequence text
                ? text.length()
                : result instanceof CelByteString bytes ? bytes.size() : 0;
        texts += length;
        check(length <= TEXT, "makes a text of more than " + (TEXT >> 20) + " million characters");
        check(texts <= ALL_TEXTS, "makes texts of more than " + (ALL_TEXTS >> 20) + " million characters together");
        if (result instanceof Collection<?> list && call.function().equals(ADD)) {
            check(list.size() <= VALUES, "makes a list of more than " + VALUES + " values");
            values += isAccumulating(call) ? 1 : list.size();
            check(values <= ALL_VALUES, "makes lists of more than " + ALL_VALUES + " values together");
        }
    }

    /** Whether a macro puts the next value to the list it makes, whose name no expression can write. */
    private static boolean isAccumulating(CelExpr.CelCall call) {
        CelExpr first = call.args().get(0);
        return first.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                && first.ident().name().startsWith("@");
    }

    private void check(boolean fits, String what) {
        if (!fits) {
            exceeded = "The policy " + what;
            throw new Exceeded(exceeded);
        }
    }

    /** How many values a value stands for once what is shared in it is written out, or more than the limit. */
    private long weight(Object value, int depth) {
        if (!(value instanceof Collection<?>) && !(value instanceof Map<?, ?>)) {
            return 1;
        }
        Long known = weights.get(value);
        if (known != null) {
            return known;
        }
        check(depth < DEPTH, "makes values that nest too deep");
        long weight = 1;
        Collection<?> parts = value instanceof Map<?, ?> map ? map.values() : (Collection<?>) value;
        for (Object part : parts) {
            weight += weight(part, depth + 1);
            if (weight > VALUES) {
                break;
            }
        }
        weights.put(value, weight);
        return weight;
    }
}
