package io.jenkins.plugins.gitops.engine.diff;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.gitops.engine.application.JqPath;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * A jq path expression whose places are left out of a comparison (Argo CD: {@code jqPathExpressions}, at most a second an
 * object). An expression that fails on an object leaves the object as it is.
 */
final class JqDeletion {
    private static final Logger LOGGER = Logger.getLogger(JqDeletion.class.getName());

    private final String expression;
    private final JsonQuery query;

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException where it is no jq expression that may be used
     */
    JqDeletion(String expression) {
        this.expression = expression;
        try {
            JqPath.require(expression);
            this.query = JsonQuery.compile("path(" + expression + ")", Versions.JQ_1_7);
        } catch (IllegalArgumentException expected) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is no jq path expression: expected " + expected.getMessage(), expected);
        } catch (JsonQueryException broken) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is no jq path expression: " + broken.getMessage(), broken);
        }
    }

    @SuppressWarnings("unchecked")
    Resource applyTo(Resource resource) {
        JqClock.start();
        try {
            JsonNode tree = JqTree.of(resource.content());
            JqRemoval removal = new JqRemoval(tree);
            query.apply(Scope.newChildScope(JqFunctions.SCOPE), tree, removal::mark);
            return removal.isEmpty()
                    ? resource
                    : new Resource((Map<String, Object>) removal.from(resource.content()), resource.origin());
        } catch (JsonQueryException | RuntimeException | StackOverflowError failed) {
            LOGGER.log(Level.FINE, "jq path expression ''{0}'' fails on {1}", new Object[] {expression, resource});
            return resource;
        } finally {
            JqClock.stop();
        }
    }
}
