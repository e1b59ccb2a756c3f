package io.jenkins.plugins.gitops.engine.diff;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is said of an object in two ways, said in one (Argo CD: gitops-engine, diff.Normalize). */
final class NormalForm {
    static final GroupKind SECRET = new GroupKind("", "Secret");
    private static final GroupKind CLUSTER_ROLE = new GroupKind("rbac.authorization.k8s.io", "ClusterRole");
    private static final GroupKind AUTOSCALER = new GroupKind("autoscaling", "HorizontalPodAutoscaler");

    private NormalForm() {}

    static Resource of(Resource resource) {
        GroupKind kind = resource.key().groupKind();
        if (kind.equals(SECRET)) {
            return withEncodedData(resource);
        }
        if (kind.equals(CLUSTER_ROLE) && resource.at("aggregationRule") != null) {
            return resource.without("rules"); // a controller fills them in
        }
        if (kind.equals(AUTOSCALER) && resource.version().equals("v1")) {
            return withMetrics(resource);
        }
        return resource;
    }

    /** A Secret's {@code stringData} is merged into {@code data}, and wins there, as the API server does it. */
    private static Resource withEncodedData(Resource secret) {
        Map<String, Object> plain = secret.map("stringData");
        if (plain.isEmpty()) {
            return secret.without("stringData");
        }
        Map<String, Object> data = new LinkedHashMap<>(secret.map("data"));
        plain.forEach((key, value) -> data.put(key, encode(value)));
        return secret.without("stringData").with(data, "data");
    }

    private static String encode(Object value) {
        String text = value == null ? "" : value.toString();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code autoscaling/v1} knows one metric and has a field of its own for it. */
    private static Resource withMetrics(Resource autoscaler) {
        Object utilization = autoscaler.at("spec", "targetCPUUtilizationPercentage");
        if (utilization == null) {
            return autoscaler;
        }
        Map<String, Object> target = Map.of("type", "Utilization", "averageUtilization", utilization);
        Map<String, Object> metric = Map.of("type", "Resource", "resource", Map.of("name", "cpu", "target", target));
        return autoscaler.without("spec", "targetCPUUtilizationPercentage").with(List.of(metric), "spec", "metrics");
    }
}
