package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Argo CD's check of a Pod. A Pod that is to run for good fails on a container that cannot start; one that is to end is
 * left alone until it has ended, or a hook would fail before its time (Argo CD: {@code health_pod.go}).
 */
final class PodCheck {

    private PodCheck() {}

    static Health pod(Resource resource) {
        Fields status = Fields.of(resource.content()).in("status");
        String policy = Fields.of(resource.content()).in("spec").text("restartPolicy");
        boolean lasting = policy.equals("Always") || ignoresPolicy(resource);
        if (lasting) {
            List<String> stuck = stuckContainers(status);
            if (!stuck.isEmpty()) {
                return ArgoCdStatus.DEGRADED.because(String.join(", ", stuck));
            }
        }
        String message = status.text("message");
        return switch (status.text("phase")) {
            case "Pending" -> ArgoCdStatus.PROGRESSING.because(message);
            case "Succeeded" -> ArgoCdStatus.HEALTHY.because(message);
            case "Failed" -> ArgoCdStatus.DEGRADED.because(message.isEmpty() ? failure(status) : message);
            case "Running" -> {
                if (lasting) {
                    yield running(status).because(message);
                }
                boolean ending = policy.equals("OnFailure") || policy.equals("Never");
                yield (ending ? ArgoCdStatus.PROGRESSING : ArgoCdStatus.UNKNOWN).because(message);
            }
            default -> ArgoCdStatus.UNKNOWN.because(message);
        };
    }

    private static boolean ignoresPolicy(Resource resource) {
        return resource.annotation("argocd.argoproj.io/ignore-restart-policy")
                        .filter("true"::equals)
                        .isPresent()
                && !ArgoCdHooks.isHook(resource);
    }

    private static ArgoCdStatus running(Fields status) {
        boolean ready = Condition.first(Condition.of(status), "Ready")
                .filter(Condition::isTrue)
                .isPresent();
        if (ready) {
            return ArgoCdStatus.HEALTHY;
        }
        boolean restarted = status.list("containerStatuses").stream()
                .anyMatch(container -> container.in("lastState").has("terminated"));
        return restarted ? ArgoCdStatus.DEGRADED : ArgoCdStatus.PROGRESSING;
    }

    private static List<String> stuckContainers(Fields status) {
        return status.list("containerStatuses").stream()
                .map(container -> container.in("state").in("waiting"))
                .filter(waiting -> isStuck(waiting.text("reason")))
                .map(waiting -> waiting.text("message"))
                .toList();
    }

    private static boolean isStuck(String reason) {
        return reason.startsWith("Err") || reason.endsWith("Error") || reason.endsWith("BackOff");
    }

    private static String failure(Fields status) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(name -> status.list(name).stream())
                .map(PodCheck::failureOf)
                .filter(message -> !message.isEmpty())
                .limit(1)
                .collect(Collectors.joining());
    }

    private static String failureOf(Fields container) {
        Fields terminated = container.in("state").in("terminated");
        String message = terminated.text("message");
        String reason = terminated.text("reason");
        long exitCode = terminated.number("exitCode");
        if (!message.isEmpty()) {
            return message;
        }
        if (reason.equals("OOMKilled")) {
            return reason;
        }
        return exitCode == 0 ? "" : "container \"" + container.text("name") + "\" failed with exit code " + exitCode;
    }
}
