package io.jenkins.plugins.gitops.engine.alert;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes messages of what a monitor tells: of drift whose policy is {@code alert} or {@code approve}, and of what is not
 * healed although the policy says so. What comes for an environment within ten seconds is one message, a flood is held
 * back and summed up, and when all of it is over that is told too. Safe for several threads, and never waits.
 */
public final class Alerts implements Consumer<MonitorEvent> {
    private final Clock clock;
    private final AlertTimer timer;
    private final Consumer<Alert> outlet;
    private final Map<MonitoredPlace, EnvironmentAlerts> places = new HashMap<>();

    /** @param outlet told every message, on the timer's thread; must return quickly */
    public Alerts(Clock clock, AlertTimer timer, Consumer<Alert> outlet) {
        this.clock = clock;
        this.timer = timer;
        this.outlet = outlet;
    }

    @Override
    public synchronized void accept(MonitorEvent event) {
        EnvironmentAlerts known = places.get(event.place());
        if (known == null && !(event instanceof MonitorEvent.Drifted)) {
            return;
        }
        EnvironmentAlerts alerts = places.computeIfAbsent(event.place(), EnvironmentAlerts::new);
        boolean isWaiting = alerts.due().isPresent();
        alerts.accept(event);
        if (!isWaiting) {
            schedule(event.place(), alerts);
        }
        if (alerts.isIdle(event.time())) {
            places.remove(event.place());
        }
    }

    private void schedule(MonitoredPlace place, EnvironmentAlerts alerts) {
        alerts.due().ifPresent(due -> timer.in(Duration.between(clock.instant(), due), () -> tell(place)));
    }

    private void tell(MonitoredPlace place) {
        take(place).ifPresent(outlet);
    }

    private synchronized Optional<Alert> take(MonitoredPlace place) {
        EnvironmentAlerts alerts = places.get(place);
        if (alerts == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Optional<Alert> alert = alerts.take(now);
        schedule(place, alerts); // where the timer was early
        places.values().removeIf(each -> each.isIdle(now));
        return alert;
    }

    /** Forgets everything, since the monitor begins anew and will tell again what is still on. */
    public synchronized void clear() {
        places.clear();
    }
}
