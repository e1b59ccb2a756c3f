package io.jenkins.plugins.gitops.engine.sync;

import io.jenkins.plugins.gitops.engine.cluster.ApplyOptions;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes over an object that another deliverer applied before. A field that Git no longer has would stay for ever, since
 * its old manager still owns it; so what the old deliverers own becomes ours before the first server-side apply, which
 * then removes it (client-go: the upgrade from client-side apply). What people and controllers set stays theirs.
 */
final class Adoption {
    /** Who delivers, by the names in managedFields: kubectl apply, Helm, Argo CD, Flux. */
    private static final Set<String> DELIVERERS = Set.of(
            "kubectl-client-side-apply",
            "kubectl-create",
            "kubectl",
            "helm",
            "argocd-controller",
            "kustomize-controller",
            "helm-controller");

    private Adoption() {}

    /** The live object with its former deliverers' fields as ours; empty where there are none in this version. */
    static Optional<Resource> of(Resource live, String apiVersion) {
        List<Object> others = new ArrayList<>();
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean found = false;
        for (Object entry : live.list("metadata", "managedFields")) {
            if (entry instanceof Map<?, ?> map && isDelivered(map, apiVersion)) {
                found |= !ApplyOptions.FIELD_MANAGER.equals(map.get("manager"));
                merge(fields, map.get("fieldsV1"));
            } else {
                others.add(entry);
            }
        }
        if (!found) {
            return Optional.empty();
        }
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("manager", ApplyOptions.FIELD_MANAGER);
        ours.put("operation", "Apply");
        ours.put("apiVersion", apiVersion);
        ours.put("fieldsType", "FieldsV1");
        ours.put("fieldsV1", fields);
        others.add(ours);
        return Optional.of(live.with(others, "metadata", "managedFields"));
    }

    private static boolean isDelivered(Map<?, ?> entry, String apiVersion) {
        boolean ours =
                ApplyOptions.FIELD_MANAGER.equals(entry.get("manager")) && "Apply".equals(entry.get("operation"));
        return (ours || DELIVERERS.contains(String.valueOf(entry.get("manager"))))
                && apiVersion.equals(entry.get("apiVersion"))
                && !entry.containsKey("subresource");
    }

    @SuppressWarnings("unchecked")
    private static void merge(Map<String, Object> into, Object fields) {
        if (fields instanceof Map<?, ?> map) {
            map.forEach((field, below) -> merge(
                    (Map<String, Object>) into.computeIfAbsent(String.valueOf(field), made -> new LinkedHashMap<>()),
                    below));
        }
    }
}
