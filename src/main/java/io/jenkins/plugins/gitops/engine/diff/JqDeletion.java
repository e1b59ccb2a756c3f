package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A jq path expression whose places are left out of a comparison (Argo CD: {@code jqPathExpressions}, run as
 * {@code del(…)}, at most a second an object). An expression that fails on an object leaves the object as it is.
 */
final class JqDeletion {
    private static final Logger LOGGER = Logger.getLogger(JqDeletion.class.getName());
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ThreadLocal<Long> DEADLINE = new ThreadLocal<>();
    private static final Scope FUNCTIONS = functions();

    private final String expression;
    private final JsonQuery query;

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException where it is no jq expression
     */
    JqDeletion(String expression) {
        this.expression = expression;
        try {
            this.query = JsonQuery.compile("del(" + expression + ")", Versions.JQ_1_7);
        } catch (JsonQueryException broken) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is no jq path expression: " + broken.getMessage(), broken);
        }
    }

    @SuppressWarnings("unchecked")
    Resource applyTo(Resource resource) {
        List<JsonNode> results = new ArrayList<>(1);
        DEADLINE.set(System.nanoTime() + LIMIT.toNanos());
        try {
            query.apply(Scope.newChildScope(FUNCTIONS), JSON.valueToTree(resource.content()), result -> {
                checkDeadline();
                results.add(result);
            });
        } catch (JsonQueryException | StackOverflowError failed) {
            LOGGER.log(Level.FINE, "jq path expression ''{0}'' fails on {1}", new Object[] {expression, resource});
            return resource;
        } finally {
            DEADLINE.remove();
        }
        return results.size() == 1 && results.get(0).isObject()
                ? new Resource(JSON.convertValue(results.get(0), Map.class), resource.origin())
                : resource;
    }

    /** All of jq's functions, each of which looks at the clock when it is called and when it answers. */
    private static Scope functions() {
        Scope functions = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance()
                .loadFunctions(JqDeletion.class.getClassLoader(), Versions.JQ_1_7, functions);
        Map<String, Function> unlimited = new HashMap<>(functions.getLocalFunctions());
        unlimited.forEach((signature, function) -> {
            Function limited = (scope, arguments, in, path, output, version) -> {
                checkDeadline();
                PathOutput checked = (value, valuePath) -> {
                    checkDeadline();
                    output.emit(value, valuePath);
                };
                function.apply(scope, arguments, in, path, checked, version);
            };
            int slash = signature.lastIndexOf('/');
            if (slash < 0) {
                functions.addFunction(signature, limited);
            } else {
                functions.addFunction(
                        signature.substring(0, slash), Integer.parseInt(signature.substring(slash + 1)), limited);
            }
        });
        return functions;
    }

    private static void checkDeadline() throws JsonQueryException {
        Long deadline = DEADLINE.get();
        if (deadline != null && System.nanoTime() - deadline > 0) {
            throw new JsonQueryException("took longer than " + LIMIT.toSeconds() + " s");
        }
    }
}
