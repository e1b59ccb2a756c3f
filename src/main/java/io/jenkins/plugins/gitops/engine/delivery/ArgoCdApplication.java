package io.jenkins.plugins.gitops.engine.delivery;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of an Argo CD Application that tell of one of its sources (Argo CD: {@code ApplicationStatus}). */
record ArgoCdApplication(Resource object, int source) {
    static final GroupKind KIND = new GroupKind("argoproj.io", "Application");
    static final String REFRESH = "argocd.argoproj.io/refresh";
    private static final Set<String> ERRORS = Set.of("InvalidSpecError", "ComparisonError", "SyncError");

    /** The sources of an Application; one that names only values or charts for others is among them. */
    static List<Resource> sources(Resource application) {
        List<Object> several = application.list("spec", "sources");
        List<Resource> sources = new ArrayList<>();
        for (Object source : several.isEmpty() ? List.of(application.map("spec", "source")) : several) {
            sources.add(Resource.of(asMap(source)));
        }
        return sources;
    }

    String name() {
        return "Application " + object.namespace() + "/" + object.name();
    }

    String project() {
        return object.text("spec", "project");
    }

    boolean isBeingDeleted() {
        return !object.text("metadata", "deletionTimestamp").isEmpty();
    }

    /** The revision that the application was last compared with. */
    String comparedRevision() {
        return revision("status", "sync");
    }

    /** The revision of the last sync, whether it ended well or not. */
    String syncedRevision() {
        String result = revision("status", "operationState", "syncResult");
        return result.isEmpty() ? revision("status", "operationState", "operation", "sync") : result;
    }

    String sync() {
        return object.text("status", "sync", "status");
    }

    String health() {
        return object.text("status", "health", "status");
    }

    String healthMessage() {
        return object.text("status", "health", "message");
    }

    Optional<Instant> healthSince() {
        return ControllerTime.latest(object.text("status", "health", "lastTransitionTime"));
    }

    Optional<Instant> reconciled() {
        return ControllerTime.of(object.text("status", "reconciledAt"));
    }

    /** Whether an operation is asked for or under way; one that waits to be tried again is. */
    boolean isOperating() {
        return object.at("operation") != null
                || Set.of("Running", "Terminating").contains(phase());
    }

    String phase() {
        return object.text("status", "operationState", "phase");
    }

    String operationMessage() {
        return object.text("status", "operationState", "message");
    }

    Optional<Instant> operationFinished() {
        return ControllerTime.of(object.text("status", "operationState", "finishedAt"));
    }

    boolean isAutomated() {
        Object automated = object.at("spec", "syncPolicy", "automated");
        return automated instanceof Map<?, ?> policy && !Boolean.FALSE.equals(policy.get("enabled"));
    }

    boolean isAskedToRefresh() {
        return object.annotation(REFRESH).isPresent();
    }

    /** Its error conditions, as {@code type: message}. */
    List<String> errors() {
        return object.list("status", "conditions").stream()
                .map(condition -> Resource.of(asMap(condition)))
                .filter(condition -> ERRORS.contains(condition.text("type")))
                .map(condition -> condition.text("type") + ": " + condition.text("message"))
                .toList();
    }

    /** What to apply so that the controller looks at Git and at the cluster again. */
    Resource refreshRequest() {
        return Resource.of(Map.of(
                "apiVersion", object.apiVersion(),
                "kind", object.kind(),
                "metadata",
                        Map.of(
                                "name", object.name(),
                                "namespace", object.namespace(),
                                "annotations", Map.of(REFRESH, "normal"))));
    }

    private String revision(String... path) {
        Resource holder = Resource.of(object.map(path));
        List<Object> several = holder.list("revisions");
        if (several.isEmpty()) {
            return holder.text("revision");
        }
        return source < several.size() && several.get(source) instanceof String revision ? revision : "";
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
