package io.jenkins.plugins.gitops.engine.diff;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Default values that depend on the fields beside them; named in {@code known-kinds.txt}. */
final class ComputedDefault {
    private ComputedDefault() {}

    /**
     * The function of a name in the table.
     *
     * @throws IllegalArgumentException where there is none
     */
    static DefaultValue named(String name) {
        return switch (name) {
            case "port" -> siblings -> siblings.get("port");
            case "serviceAccount" -> siblings -> siblings.get("serviceAccount");
            case "serviceAccountName" -> siblings -> siblings.get("serviceAccountName");
            case "imagePullPolicy" -> ComputedDefault::imagePullPolicy;
            case "limits" -> ComputedDefault::limits;
            case "policyTypes" -> ComputedDefault::policyTypes;
            case "subjectGroup" ->
                siblings -> "ServiceAccount".equals(siblings.get("kind")) ? null : "rbac.authorization.k8s.io";
            case "singular" ->
                siblings -> siblings.get("kind") instanceof String kind ? kind.toLowerCase(Locale.ROOT) : null;
            case "listKind" -> siblings -> siblings.get("kind") + "List";
            default -> throw new IllegalArgumentException("no default value is named @" + name);
        };
    }

    /** Always for the tag {@code latest} and for no tag at all, unless there is a digest. */
    private static Object imagePullPolicy(Map<?, ?> container) {
        Object reference = container.containsKey("image") ? container.get("image") : container.get("reference");
        if (!(reference instanceof String image) || image.contains("@")) {
            return "IfNotPresent";
        }
        int tag = image.indexOf(':', image.lastIndexOf('/') + 1);
        return tag < 0 || image.substring(tag + 1).equals("latest") ? "Always" : "IfNotPresent";
    }

    /** A LimitRange of containers: a default limit is the maximum, a default request is that limit, else the minimum. */
    @CheckForNull
    private static Object limits(Map<?, ?> item) {
        if (!"Container".equals(item.get("type"))) {
            return null;
        }
        Map<Object, Object> limits = new HashMap<>();
        for (String source : List.of("min", "max", "default")) {
            if (item.get(source) instanceof Map<?, ?> values) {
                limits.putAll(values);
            }
        }
        return limits;
    }

    private static Object policyTypes(Map<?, ?> spec) {
        boolean egress = spec.get("egress") instanceof List<?> rules && !rules.isEmpty();
        return egress ? List.of("Ingress", "Egress") : List.of("Ingress");
    }
}
