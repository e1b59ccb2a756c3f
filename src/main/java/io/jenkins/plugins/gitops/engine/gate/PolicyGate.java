package io.jenkins.plugins.gitops.engine.gate;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.jenkins.plugins.gitops.engine.application.Gate;
import io.jenkins.plugins.gitops.engine.application.PolicyExpression;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** An expression in CEL must be true of the promotion and its manifests. One that fails, or costs too much, is not. */
final class PolicyGate implements Evaluator {
    private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(PolicyExpression.OPTIONS)
            .build();
    private static final int MESSAGE_LIMIT = 500;

    private final Gate.Policy gate;

    PolicyGate(Gate.Policy gate) {
        this.gate = gate;
    }

    @Override
    public Decision decide(Candidate candidate, Instant now) throws IOException {
        CelAbstractSyntaxTree expression;
        try {
            expression = PolicyExpression.compile(gate.expression());
        } catch (IllegalArgumentException e) {
            return Decision.unknown("The policy is not " + e.getMessage());
        }
        Map<String, Object> variables = variables(expression, candidate);
        CelBudget budget = new CelBudget();
        Object value;
        try {
            value = RUNTIME.createProgram(expression).trace(variables, budget);
        } catch (CelEvaluationException | RuntimeException e) {
            return Decision.unknown(budget.exceeded()
                    .orElse("The policy could not be evaluated: " + shortened(String.valueOf(e.getMessage()))));
        } catch (StackOverflowError e) {
            return Decision.unknown("The policy nests too deep");
        }
        if (budget.exceeded().isPresent()) {
            return Decision.unknown(budget.exceeded().get());
        }
        if (!(value instanceof Boolean held)) {
            return Decision.unknown("The policy is neither true nor false");
        }
        return held
                ? Decision.open("The policy holds")
                : Decision.closed(gate.reason().orElse("Not true: " + shortened(gate.expression())));
    }

    /** The variables; manifests only where the expression looks at them, since they must be rendered. */
    private static Map<String, Object> variables(CelAbstractSyntaxTree expression, Candidate candidate)
            throws IOException {
        Map<String, Object> variables = new HashMap<>();
        variables.put("promotion", CelValues.promotion(candidate));
        variables.put("environment", CelValues.environment(candidate.environment()));
        if (uses(expression, "manifests")) {
            variables.put("manifests", CelValues.manifests(candidate.proposed().resources()));
        }
        if (uses(expression, "current")) {
            variables.put("current", CelValues.manifests(candidate.current().resources()));
        }
        return variables;
    }

    private static boolean uses(CelAbstractSyntaxTree expression, String variable) {
        return expression.getReferenceMap().values().stream()
                .anyMatch(reference -> reference.name().equals(variable));
    }

    private static String shortened(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= MESSAGE_LIMIT ? line : line.substring(0, MESSAGE_LIMIT) + "…";
    }
}
