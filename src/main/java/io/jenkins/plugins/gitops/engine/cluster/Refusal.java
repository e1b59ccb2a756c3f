package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** From an API server's Status object to a sentence that says what to do. */
final class Refusal {
    private static final int MESSAGE_LIMIT = 2_000;

    /** How every RBAC denial reads; other refusals with the same code come from admission. */
    private static final Pattern RBAC = Pattern.compile("(?s)^.*(User \".*?\" cannot .*)$");

    private static final Pattern ADMISSION =
            Pattern.compile("admission webhook \"|ValidatingAdmissionPolicy '|failed calling webhook \"");
    /** Server-side apply answers so where a field is unknown, or of another type. */
    private static final Pattern SCHEMA = Pattern.compile("failed to create typed patch object");

    private static final Pattern QUOTED = Pattern.compile("(?s)\"(?:[^\"\\\\]|\\\\.)*\"|\\|.*\\||Value:[^}]*|got .*");

    private Refusal() {}

    static ClusterException of(String cluster, Call call, int code, Map<String, Object> status) {
        Resource answer = Resource.of(status);
        String message = answer.text("message");
        String words = words(call, message);
        String subject = call.subject() + " in cluster " + cluster;
        return switch (code) {
            case 401 ->
                new ClusterException(
                        Reason.UNAUTHORIZED,
                        "Cluster " + cluster + " does not accept the credential; renew its token or certificate");
            case 403 ->
                RBAC.matcher(message).matches()
                        ? new ClusterException(
                                Reason.FORBIDDEN,
                                "May not " + call.verb() + " " + subject + "; allow it with a Role: "
                                        + RBAC.matcher(message).replaceFirst("$1"))
                        : rejected(subject, words);
            case 404 -> new ClusterException(Reason.NOT_FOUND, "There is no " + subject + ": " + words);
            case 409 -> new ClusterException(Reason.CONFLICT, conflict(subject, answer, words));
            case 413 -> new ClusterException(Reason.TOO_LARGE, "Too large for the server: " + subject);
            case 400, 405, 406, 415, 422 ->
                ADMISSION.matcher(words).find()
                        ? rejected(subject, words)
                        : new ClusterException(Reason.INVALID, "Not accepted: " + subject + ": " + words);
            case 500 ->
                SCHEMA.matcher(words).find()
                        ? new ClusterException(Reason.INVALID, "Not accepted: " + subject + ": " + words)
                        : failed(cluster, call, code, subject, words);
            default -> failed(cluster, call, code, subject, words);
        };
    }

    private static ClusterException failed(String cluster, Call call, int code, String subject, String words) {
        return ADMISSION.matcher(words).find()
                ? rejected(subject, words)
                : new ClusterException(
                        Reason.UNREACHABLE,
                        "Cluster " + cluster + " answers " + call.verb() + " of " + call.subject() + " with error "
                                + code + ": " + words);
    }

    private static ClusterException rejected(String subject, String words) {
        return new ClusterException(Reason.REJECTED, "Refused by the cluster's policies: " + subject + ": " + words);
    }

    /** Names the fields and their owners where server-side apply found some. */
    private static String conflict(String subject, Resource answer, String words) {
        List<Object> causes = answer.list("details", "causes");
        String owned = causes.stream()
                .filter(Map.class::isInstance)
                .map(Map.class::cast)
                .filter(cause -> "FieldManagerConflict".equals(cause.get("reason")))
                .map(cause -> cause.get("field") + " ("
                        + String.valueOf(cause.get("message")).replaceFirst("^conflict with ", "") + ")")
                .collect(Collectors.joining(", "));
        return owned.isEmpty()
                ? "Changed meanwhile, or there already: " + subject + ": " + words
                : "Fields of " + subject + " belong to others: " + owned;
    }

    /** The server's own words; about a Secret without what it quotes, which may be a value. */
    private static String words(Call call, String message) {
        if (message.isEmpty()) {
            return "no reason given";
        }
        String safe = call.secret() ? QUOTED.matcher(message).replaceAll("…") : message;
        return safe.length() <= MESSAGE_LIMIT ? safe : safe.substring(0, MESSAGE_LIMIT) + "…";
    }
}
