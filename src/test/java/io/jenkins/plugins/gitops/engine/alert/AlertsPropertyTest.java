package io.jenkins.plugins.gitops.engine.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a monitor tells: people hear of what is on, do not hear too much, and are not told that it is over before. */
class AlertsPropertyTest {
    private static final List<String> NAMES = List.of("web", "api", "db");
    private static final List<ResourceDiff> CHANGED =
            NAMES.stream().map(Drifts::changed).toList();
    private static final List<ResourceDiff> MISSING =
            NAMES.stream().map(Drifts::missing).toList();

    private enum What {
        CHANGED,
        MISSING,
        REFUSED,
        OVER
    }

    private record Step(What what, int resource, int pause) {}

    /** What people have to hear of. */
    private record On(ResourceDiff diff, Instant since) {}

    private final ManualTime time = new ManualTime();
    private final List<Alert> told = new ArrayList<>();
    private final Alerts alerts = new Alerts(time, time, told::add);
    private final Map<Integer, On> on = new HashMap<>();

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(What.values()),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(0, 1, 4, 9, 10, 11, 60, 700))
                .as(Step::new)
                .list()
                .ofMaxSize(120);
    }

    @Property(tries = 500)
    void peopleHearOfWhatIsOn(@ForAll("steps") List<Step> steps) {
        steps.forEach(this::take);
        time.advance(Duration.ofHours(1));

        on.values()
                .forEach(drift -> assertThat(told)
                        .as("%s since %s", drift.diff().key(), drift.since())
                        .anyMatch(alert -> tells(alert, drift)));
        if (!told.isEmpty()) {
            assertThat(told.get(told.size() - 1).open() == 0).isEqualTo(on.isEmpty());
        }
        for (int i = 11; i < told.size(); i++) {
            assertThat(Duration.between(told.get(i - 11).time(), told.get(i).time()))
                    .isGreaterThanOrEqualTo(Duration.ofHours(1));
        }
        assertThat(time.waiting()).isZero();
    }

    private static boolean tells(Alert alert, On drift) {
        return !alert.over()
                && !alert.time().isBefore(drift.since())
                && alert.drifts().stream()
                        .anyMatch(line -> line.resource().equals(drift.diff().key())
                                && line.kinds()
                                        .equals(Drifts.drift(drift.diff(), Action.ALERT)
                                                .kinds()));
    }

    private void take(Step step) {
        int resource = step.resource();
        switch (step.what()) {
            case CHANGED -> drift(resource, CHANGED.get(resource));
            case MISSING -> drift(resource, MISSING.get(resource));
            case REFUSED ->
                alerts.accept(new MonitorEvent.Refused(
                        time.instant(),
                        Drifts.PROD,
                        Optional.of(CHANGED.get(resource).key()),
                        "Not asked"));
            default -> {
                on.remove(resource);
                alerts.accept(new MonitorEvent.Resolved(
                        time.instant(), Drifts.PROD, Drifts.drift(CHANGED.get(resource), Action.ALERT), false));
            }
        }
        time.advance(Duration.ofSeconds(step.pause()));
        assertThat(told).noneMatch(alert -> alert.over() && alert.open() > 0);
    }

    private void drift(int resource, ResourceDiff diff) {
        On before = on.get(resource);
        if (before == null || !before.diff().equals(diff)) {
            on.put(resource, new On(diff, time.instant()));
        }
        alerts.accept(
                new MonitorEvent.Drifted(time.instant(), Drifts.PROD, "c0ffee", Drifts.drift(diff, Action.ALERT)));
    }
}
