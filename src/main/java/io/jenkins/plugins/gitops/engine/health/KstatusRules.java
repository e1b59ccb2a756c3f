package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The rules of kstatus, which Flux and kpt use: what every object may say of itself first, then the check of its kind,
 * then its {@code Ready} condition; an object that says nothing is Current (cli-utils: {@code pkg/kstatus/status}). They
 * have an opinion on every kind, so {@link #judge} is never empty.
 */
public final class KstatusRules implements HealthRules {
    /** The name of the rule set. */
    public static final String NAME = "kstatus";

    private final Map<GroupKind, Function<Resource, Health>> checks;

    /** @param clock tells how long a Pod has been waiting for a node */
    public KstatusRules(Clock clock) {
        checks = checks(new KstatusPodCheck(clock));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Health> judge(Resource live) {
        try {
            return Optional.of(judged(live));
        } catch (UnreadableField e) {
            return Optional.of(
                    KstatusStatus.UNKNOWN.because("cannot read this " + live.kind() + ": " + e.getMessage()));
        }
    }

    @Override
    public Health missing() {
        return KstatusStatus.NOT_FOUND.because("Resource not found");
    }

    private Health judged(Resource live) {
        List<Condition> conditions = Condition.of(live);
        Optional<Health> general = general(live, conditions);
        if (general.isPresent()) {
            return general.get();
        }
        Function<Resource, Health> check = checks.get(new GroupKind(live.group(), live.kind()));
        return check != null ? check.apply(live) : byReadiness(conditions);
    }

    private static Optional<Health> general(Resource live, List<Condition> conditions) {
        Fields content = Fields.of(live.content());
        if (!content.in("metadata").text("deletionTimestamp").isEmpty()) {
            return Optional.of(KstatusStatus.TERMINATING.because("Resource scheduled for deletion"));
        }
        OptionalLong generation = content.in("metadata").optionalNumber("generation");
        OptionalLong observed = content.in("status").optionalNumber("observedGeneration");
        if (generation.isPresent() && observed.isPresent() && generation.getAsLong() != observed.getAsLong()) {
            return Optional.of(KstatusStatus.IN_PROGRESS.because(live.kind() + " generation is "
                    + generation.getAsLong() + ", but latest observed generation is " + observed.getAsLong()));
        }
        return conditions.stream()
                .filter(Condition::isTrue)
                .filter(condition -> condition.type().equals("Reconciling")
                        || condition.type().equals("Stalled"))
                .findFirst()
                .map(condition -> (condition.type().equals("Stalled")
                                ? KstatusStatus.FAILED
                                : KstatusStatus.IN_PROGRESS)
                        .because(condition.message()));
    }

    private static Health byReadiness(List<Condition> conditions) {
        for (Condition condition : conditions) {
            if (condition.type().equals("Ready")) {
                switch (condition.status()) {
                    case "True" -> {
                        return KstatusStatus.CURRENT.because("Resource is Ready");
                    }
                    case "False", "Unknown" -> {
                        return KstatusStatus.IN_PROGRESS.because(condition.message());
                    }
                    default -> {
                        // no word of readiness
                    }
                }
            }
        }
        return KstatusStatus.CURRENT.because("Resource is current");
    }

    private static Map<GroupKind, Function<Resource, Health>> checks(KstatusPodCheck pod) {
        Map<GroupKind, Function<Resource, Health>> checks = new HashMap<>();
        for (String group : List.of("apps", "extensions")) {
            checks.put(new GroupKind(group, "Deployment"), KstatusWorkloadChecks::deployment);
            checks.put(new GroupKind(group, "ReplicaSet"), KstatusWorkloadChecks::replicaSet);
            checks.put(new GroupKind(group, "DaemonSet"), KstatusWorkloadChecks::daemonSet);
        }
        checks.put(new GroupKind("apps", "StatefulSet"), KstatusWorkloadChecks::statefulSet);
        checks.put(new GroupKind("batch", "Job"), KstatusWorkloadChecks::job);
        checks.put(new GroupKind("", "Pod"), pod::pod);
        checks.put(new GroupKind("", "Service"), KstatusOtherChecks::service);
        checks.put(new GroupKind("", "PersistentVolumeClaim"), KstatusOtherChecks::persistentVolumeClaim);
        checks.put(new GroupKind("", "Secret"), KstatusOtherChecks::always);
        checks.put(new GroupKind("", "ConfigMap"), KstatusOtherChecks::always);
        checks.put(new GroupKind("batch", "CronJob"), KstatusOtherChecks::always);
        checks.put(new GroupKind("policy", "PodDisruptionBudget"), KstatusOtherChecks::disruptionBudget);
        checks.put(new GroupKind("apiextensions.k8s.io", "CustomResourceDefinition"), KstatusOtherChecks::definition);
        return Map.copyOf(checks);
    }
}
