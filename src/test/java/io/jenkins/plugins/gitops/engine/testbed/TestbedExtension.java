package io.jenkins.plugins.gitops.engine.testbed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Gives tests the testbed, and stands in for them where there is none. */
final class TestbedExtension implements ExecutionCondition, ParameterResolver {
    /** The system property with which a missing testbed is a failure. */
    static final String REQUIRED_PROPERTY = "testbed.required";

    private static final Logger LOGGER = Logger.getLogger(TestbedExtension.class.getName());

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        ConditionEvaluationResult result = evaluate(
                missing(TestbedBinaries.find(), parts(context)),
                Boolean.getBoolean(REQUIRED_PROPERTY),
                context.getDisplayName());
        if (result.isDisabled()) {
            LOGGER.warning(() -> result.getReason().orElseThrow());
        }
        return result;
    }

    private static List<TestbedPart> parts(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, OnTestbed.class))
                .map(wanted -> List.of(wanted.with()))
                .orElse(List.of());
    }

    static Optional<String> missing(Optional<TestbedBinaries> found, List<TestbedPart> parts) {
        if (found.isEmpty()) {
            return Optional.of(TestbedBinaries.HOW_TO_BUILD);
        }
        return parts.stream()
                .flatMap(part -> part.missing(found.get()).stream())
                .findFirst();
    }

    static ConditionEvaluationResult evaluate(Optional<String> missing, boolean required, String test) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the testbed is built");
        }
        if (required) {
            throw new IllegalStateException("%s needs the testbed, and -D%s=true allows no skip: %s"
                    .formatted(test, REQUIRED_PROPERTY, missing.get()));
        }
        return ConditionEvaluationResult.disabled("SKIPPED: %s needs the testbed; %s".formatted(test, missing.get()));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == ControlPlane.class || type == TestbedBinaries.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ControlPlane.class ? Shared.controlPlane() : binaries();
    }

    private static TestbedBinaries binaries() {
        return TestbedBinaries.find().orElseThrow(() -> new ParameterResolutionException(TestbedBinaries.HOW_TO_BUILD));
    }

    /** Started by the first test that asks, and ended with the JVM. */
    private static final class Shared {
        private static ControlPlane started;

        static synchronized ControlPlane controlPlane() {
            if (started == null) {
                try {
                    started = ControlPlane.start(binaries(), ControlPlane.Extent.WORKLOADS);
                } catch (IOException e) {
                    throw new ParameterResolutionException("The control plane did not start", e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ParameterResolutionException("Interrupted while the control plane started", e);
                }
            }
            return started;
        }
    }
}
