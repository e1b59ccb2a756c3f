package io.jenkins.plugins.gitops.engine.application;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.List;

/**
 * The language of a {@code policy} gate: CEL with its standard functions and macros, and the variables
 * {@code promotion}, {@code environment}, {@code manifests} and {@code current}. What an expression may be is bounded
 * here, what it may do where it is evaluated.
 */
public final class PolicyExpression {
    /** The longest expression, in characters. */
    public static final int LONGEST = 8_000;

    /** How both halves of CEL, which compiles and which evaluates, are set up. */
    public static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(LONGEST)
            .maxParseRecursionDepth(60)
            .maxParseErrorRecoveryLimit(5)
            .comprehensionMaxIterations(200_000)
            .maxRegexProgramSize(500)
            .enableHiddenAccumulatorVar(true)
            .enableHeterogeneousNumericComparisons(true)
            .build();

    private static final MapType OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

    private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("promotion", OBJECT)
            .addVar("environment", OBJECT)
            .addVar("manifests", ListType.create(OBJECT))
            .addVar("current", ListType.create(OBJECT))
            .setResultType(SimpleType.BOOL)
            .build();

    private PolicyExpression() {}

    static String check(String text) {
        compile(text);
        return text;
    }

    /**
     * Compiles an expression; its value will be a boolean.
     *
     * @throws IllegalArgumentException where it is none, saying what was expected and, after its first line, where
     */
    public static CelAbstractSyntaxTree compile(String text) {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new IllegalArgumentException("a CEL expression of at most " + LONGEST + " characters");
        }
        try {
            CelValidationResult result = COMPILER.compile(text);
            if (result.hasError()) {
                throw new IllegalArgumentException(
                        "a CEL expression that is true or false: " + first(result.getErrors()));
            }
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalArgumentException("a CEL expression that is true or false", e);
        }
    }

    private static String first(List<CelIssue> issues) {
        CelIssue issue = issues.get(0);
        CelSourceLocation at = issue.getSourceLocation();
        String place = at.getLine() > 1 ? " in its line " + at.getLine() : "";
        String message = issue.getMessage()
                .lines()
                .findFirst()
                .orElse("")
                .replace(" (in container '')", "")
                .strip();
        return message + place + " at character " + (at.getColumn() + 1);
    }
}
