package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a class of tests its Gitea, and stands in for them where there is none. */
final class GiteaExtension implements ExecutionCondition, ParameterResolver, AfterAllCallback {
    private static final Logger LOGGER = Logger.getLogger(GiteaExtension.class.getName());
    private static final String HOW_TO_BUILD = "build it with `testbed/build gitea` (needs Go and a C compiler)";

    private Gitea started;

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (binaries().isPresent()) {
            return ConditionEvaluationResult.enabled("Gitea is built");
        }
        String missing = context.getDisplayName() + " needs Gitea; " + HOW_TO_BUILD;
        if (Boolean.getBoolean(TestbedExtension.REQUIRED_PROPERTY)) {
            throw new IllegalStateException(missing);
        }
        LOGGER.warning("SKIPPED: " + missing);
        return ConditionEvaluationResult.disabled("SKIPPED: " + missing);
    }

    private static Optional<TestbedBinaries> binaries() {
        return TestbedBinaries.find().filter(found -> Files.isExecutable(Gitea.executable(found)));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Gitea.class;
    }

    @Override
    public synchronized Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (started == null) {
            try {
                started = Gitea.start(binaries().orElseThrow());
            } catch (IOException e) {
                throw new ParameterResolutionException("Gitea did not start", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ParameterResolutionException("Interrupted while Gitea started", e);
            }
        }
        return started;
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        if (started != null) {
            started.close();
        }
    }
}
