package io.jenkins.plugins.gitops.engine.alert;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import io.jenkins.plugins.gitops.engine.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which drifts of one environment people are told of, and when. A drift is told once until it is over or other fields
 * differ; of what is open as much is kept as there is, which the monitor does too. Not safe for several threads.
 */
final class EnvironmentAlerts {
    static final Duration GATHERED = Duration.ofSeconds(10);

    private final MonitoredPlace place;
    private final AlertBudget budget = new AlertBudget();
    private final Map<ResourceKey, AlertedDrift> open = new LinkedHashMap<>();

    /** Nobody is told of what is put back, unless that is refused. */
    private final Map<ResourceKey, AlertedDrift> healing = new LinkedHashMap<>();

    private final BoundedDrifts news = new BoundedDrifts();
    private final BoundedDrifts over = new BoundedDrifts();

    /** Why nothing at all is healed here; empty where that is not so. */
    private String refusal = "";

    /** When there is something to say; null where there is nothing. */
    @CheckForNull
    private Instant due;

    private boolean heldBack;

    EnvironmentAlerts(MonitoredPlace place) {
        this.place = place;
    }

    void accept(MonitorEvent event) {
        if (event instanceof MonitorEvent.Drifted drifted) {
            drifted(drifted.drift(), event.time());
        } else if (event instanceof MonitorEvent.Refused refused) {
            refused.resource()
                    .ifPresentOrElse(
                            key -> refused(key, refused.reason(), event.time()),
                            () -> refused(refused.reason(), event.time()));
        } else if (event instanceof MonitorEvent.Resolved resolved) {
            refusal = ""; // the monitor says it anew where every object still differs, or does again
            ended(resolved.drift().resource(), event.time());
        } else if (event instanceof MonitorEvent.Healed) {
            refusal = "";
        }
    }

    private void drifted(DriftRecord drift, Instant now) {
        AlertedDrift on = open.get(drift.resource());
        switch (drift.action()) {
            case ALERT, APPROVE -> alert(AlertedDrift.of(drift, on == null ? "" : on.note()), now);
            case HEAL -> {
                if (on != null || !refusal.isEmpty()) {
                    // why it is refused is said once, whatever comes to differ
                    alert(AlertedDrift.of(drift, on == null ? refusal : on.note()), now);
                } else {
                    healing.put(drift.resource(), AlertedDrift.of(drift, ""));
                }
            }
            default -> ended(drift.resource(), now); // the policy is another by now
        }
    }

    private void refused(ResourceKey key, String reason, Instant now) {
        AlertedDrift unhealed = healing.get(key);
        if (unhealed != null) {
            alert(unhealed.noted(reason), now);
        } else if (open.containsKey(key)) {
            open.computeIfPresent(key, (same, drift) -> drift.noted(reason));
            news.change(key, drift -> drift.noted(reason));
        }
    }

    private void refused(String reason, Instant now) {
        refusal = reason;
        List.copyOf(healing.values()).forEach(drift -> alert(drift.noted(reason), now));
    }

    private void alert(AlertedDrift drift, Instant now) {
        healing.remove(drift.resource());
        AlertedDrift before = open.put(drift.resource(), drift);
        if (before == null || !before.isSame(drift)) {
            news.put(drift);
            begin(now);
        } else {
            news.change(drift.resource(), told -> drift);
        }
    }

    private void ended(ResourceKey key, Instant now) {
        healing.remove(key);
        AlertedDrift on = open.remove(key);
        if (on != null) {
            news.change(key, AlertedDrift::ended);
            over.put(on.ended());
        }
        if (open.isEmpty()) {
            refusal = "";
        }
        if (on != null && open.isEmpty()) {
            begin(now);
        }
    }

    private void begin(Instant now) {
        if (due == null) {
            Instant gathered = now.plus(GATHERED);
            due = budget.next(gathered);
            heldBack = due.isAfter(gathered);
        }
    }

    /** When there is something to say; empty where there is nothing. */
    Optional<Instant> due() {
        return Optional.ofNullable(due);
    }

    /** What there is to say now. */
    Optional<Alert> take(Instant now) {
        if (due == null || now.isBefore(due)) {
            return Optional.empty();
        }
        due = null;
        boolean isOver = news.isEmpty();
        if (isOver && (over.isEmpty() || !open.isEmpty())) {
            return Optional.empty();
        }
        BoundedDrifts told = isOver ? over : news;
        Alert alert = Alert.of(isOver, place, now, told.listed(), told.more(), open.size(), heldBack);
        budget.spend(now);
        news.clear();
        if (open.isEmpty()) {
            over.clear();
        }
        return Optional.of(alert);
    }

    /** Whether nothing needs to be remembered of it. */
    boolean isIdle(Instant now) {
        return due == null && open.isEmpty() && healing.isEmpty() && refusal.isEmpty() && budget.isWhole(now);
    }
}
