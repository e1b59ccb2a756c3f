package io.jenkins.plugins.gitops.engine.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Argo CD's check of a HorizontalPodAutoscaler: a reason that is known to be bad fails it, else it must be able to scale
 * or be held by its limits. In v1 the conditions stand in an annotation (Argo CD: {@code health_hpa.go}).
 */
final class AutoscalerCheck {
    private static final String CONDITIONS = "autoscaling.alpha.kubernetes.io/conditions";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Set<String>> BAD_REASONS = Map.of(
            "AbleToScale", Set.of("FailedGetScale", "FailedUpdateScale"),
            "ScalingActive",
                    Set.of(
                            "FailedGetResourceMetric",
                            "FailedGetObjectMetric",
                            "FailedGetPodsMetric",
                            "FailedGetExternalMetric",
                            "FailedComputeMetricsReplicas",
                            "InvalidSelector"));
    private static final Set<String> GOOD_TYPES = Set.of("AbleToScale", "ScalingLimited");

    private AutoscalerCheck() {}

    static Health autoscaler(Resource resource) {
        List<Condition> conditions = resource.version().equals("v1") ? annotated(resource) : Condition.of(resource);
        Optional<Health> degraded = conditions.stream()
                .filter(condition ->
                        BAD_REASONS.getOrDefault(condition.type(), Set.of()).contains(condition.reason()))
                .findFirst()
                .map(condition -> ArgoCdStatus.DEGRADED.because(condition.message()));
        return degraded.or(() -> conditions.stream()
                        .filter(condition -> GOOD_TYPES.contains(condition.type()) && condition.isTrue())
                        .findFirst()
                        .map(condition -> ArgoCdStatus.HEALTHY.because(condition.message())))
                .orElseGet(() -> ArgoCdStatus.PROGRESSING.because("Waiting to Autoscale"));
    }

    private static List<Condition> annotated(Resource resource) {
        Optional<String> annotation = resource.annotation(CONDITIONS);
        if (annotation.isEmpty()) {
            return List.of();
        }
        try {
            Map<String, Object> status = new HashMap<>();
            status.put("conditions", JSON.readValue(annotation.get(), new TypeReference<Object>() {}));
            return Condition.of(Fields.of(status));
        } catch (JsonProcessingException e) {
            throw new UnreadableField("annotation " + CONDITIONS + " is no JSON: " + e.getOriginalMessage());
        }
    }
}
