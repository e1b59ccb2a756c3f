package io.jenkins.plugins.gitops.engine.gate;

import dev.cel.common.values.NullValue;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a policy sees, in the values that CEL computes with. The values of Secrets are left out. */
final class CelValues {
    private static final String HIDDEN = "…";

    private CelValues() {}

    static Map<String, Object> promotion(Candidate candidate) {
        return Map.of(
                "application", candidate.application().name(),
                "environment", candidate.environment().name(),
                "version", candidate.version(),
                "images", candidate.images(),
                "commit", candidate.commit().orElse(""),
                "promoters", candidate.promoters(),
                "build", candidate.build().orElse(""));
    }

    static Map<String, Object> environment(Environment environment) {
        return Map.of(
                "name", environment.name(),
                "cluster", environment.destination().cluster(),
                "namespace", environment.destination().namespace(),
                "delivery", environment.delivery().name().toLowerCase(Locale.ROOT),
                "after", environment.after());
    }

    static List<Object> manifests(List<Resource> resources) {
        List<Object> values = new ArrayList<>(resources.size());
        for (Resource resource : resources) {
            boolean secret =
                    resource.kind().equals("Secret") && resource.group().isEmpty();
            Resource shown = secret ? hidden(hidden(resource, "data"), "stringData") : resource;
            values.add(value(shown.content()));
        }
        return values;
    }

    private static Resource hidden(Resource secret, String field) {
        Map<String, Object> names = new LinkedHashMap<>();
        secret.map(field).keySet().forEach(key -> names.put(key, HIDDEN));
        return names.isEmpty() ? secret : secret.with(names, field);
    }

    private static Object value(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> values = new LinkedHashMap<>();
            map.forEach((key, each) -> values.put(String.valueOf(key), value(each)));
            return values;
        }
        if (value instanceof List<?> list) {
            List<Object> values = new ArrayList<>(list.size());
            list.forEach(each -> values.add(value(each)));
            return values;
        }
        if (value == null) {
            return NullValue.NULL_VALUE;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return value instanceof Number number && !(value instanceof Long) ? (Object) number.doubleValue() : value;
    }
}
