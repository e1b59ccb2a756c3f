package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * The check of kstatus on a Pod: one that has ended, well or not, is Current; a scheduler gets some time before it is
 * taken at its word (cli-utils: {@code core.go}).
 */
final class KstatusPodCheck {
    private static final Duration SCHEDULING_GRACE = Duration.ofSeconds(15);

    private final Clock clock;

    KstatusPodCheck(Clock clock) {
        this.clock = clock;
    }

    Health pod(Resource resource) {
        List<Condition> conditions = Condition.of(resource);
        String phase = resource.text("status", "phase");
        return switch (phase) {
            case "Succeeded" -> KstatusStatus.CURRENT.because("Pod has completed successfully");
            case "Failed" -> KstatusStatus.CURRENT.because("Pod has completed, but not successfully");
            case "Running" -> running(resource, conditions);
            case "Pending" -> pending(resource, conditions);
            case "" -> KstatusStatus.IN_PROGRESS.because("Pod phase not available");
            default -> KstatusStatus.UNKNOWN.because("unknown phase " + phase);
        };
    }

    private static Health running(Resource resource, List<Condition> conditions) {
        boolean ready =
                conditions.stream().anyMatch(condition -> condition.type().equals("Ready") && condition.isTrue());
        if (ready) {
            return KstatusStatus.CURRENT.because("Pod is Ready");
        }
        List<String> looping = Fields.of(resource.content()).in("status").list("containerStatuses").stream()
                .filter(container ->
                        container.in("state").in("waiting").text("reason").equals("CrashLoopBackOff"))
                .map(container -> container.text("name"))
                .toList();
        return looping.isEmpty()
                ? KstatusStatus.IN_PROGRESS.because("Pod is running but is not Ready")
                : KstatusStatus.FAILED.because("Containers in CrashLoop state: " + String.join(",", looping));
    }

    private Health pending(Resource resource, List<Condition> conditions) {
        boolean unschedulable = conditions.stream()
                .filter(condition -> condition.type().equals("PodScheduled") && condition.isFalse())
                .limit(1)
                .anyMatch(condition -> condition.reason().equals("Unschedulable"));
        if (!unschedulable) {
            return KstatusStatus.IN_PROGRESS.because("Pod is in the Pending phase");
        }
        boolean young = clock.instant().minus(SCHEDULING_GRACE).isBefore(created(resource));
        return young
                ? KstatusStatus.IN_PROGRESS.because("Pod has not been scheduled")
                : KstatusStatus.FAILED.because("Pod could not be scheduled");
    }

    private static Instant created(Resource resource) {
        String created = resource.text("metadata", "creationTimestamp");
        try {
            return created.isEmpty()
                    ? Instant.EPOCH
                    : OffsetDateTime.parse(created).toInstant();
        } catch (DateTimeException e) {
            throw new UnreadableField("metadata.creationTimestamp is no time: " + created);
        }
    }
}
