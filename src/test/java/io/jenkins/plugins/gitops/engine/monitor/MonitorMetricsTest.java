package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Family;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Sample;
import io.jenkins.plugins.gitops.engine.monitor.MonitorMetrics.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MonitorMetricsTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final MonitoredPlace PLACE =
            new MonitoredPlace("https://git.test/config.git", "shop", "prod", "test");
    private static final ResourceDiff MISSING =
            new Differ(List.of()).compare(Clusters.configMap("shop", "settings", "blue"), null);

    private final EventFigures figures = new EventFigures(Duration.ofSeconds(5));

    private String text() {
        return new MonitorMetrics(figures.families()).text();
    }

    private static Instant at(double second) {
        return START.plusMillis((long) (second * 1000));
    }

    private static DriftRecord drift(double first, double last, int count) {
        return new DriftRecord(
                MISSING, new Attribution.Unknown(""), DriftPolicy.Action.HEAL, at(first), at(last), count);
    }

    @Test
    void isWrittenInThePrometheusTextFormat() {
        Map<String, String> labels = new TreeMap<>(Map.of("a", "a \"quoted\"\nand \\", "b", "2"));
        MonitorMetrics metrics = new MonitorMetrics(List.of(
                new Family("some_total", Type.COUNTER, "Some.", List.of(new Sample("", labels, 3))),
                new Family("other", Type.GAUGE, "Others.", List.of(new Sample("", Map.of(), 0.25)))));

        assertThat(metrics.text()).isEqualTo("""
                # HELP some_total Some.
                # TYPE some_total counter
                some_total{a="a \\"quoted\\"\\nand \\\\",b="2"} 3
                # HELP other Others.
                # TYPE other gauge
                other 0.25
                """);
    }

    @Test
    void aRepositoryThatIsReadAgainIsKnown() {
        MonitoredPlace repository = new MonitoredPlace(PLACE.repository(), "", "", "");
        figures.count(new MonitorEvent.Unknown(at(0), repository, List.of("away")));
        figures.count(new MonitorEvent.Declared(at(1), repository, List.of(PLACE)));
        assertThat(text()).containsOnlyOnce("gitops_environment_unknown{").contains("environment=\"\"} 0");
    }

    @Test
    void countsDriftsAndWhatTheyTook() {
        figures.count(new MonitorEvent.Unknown(at(0), PLACE, List.of("away")));
        assertThat(text()).contains("gitops_environment_unknown{" + place() + "} 1");
        figures.count(new MonitorEvent.Seen(at(1), PLACE, "1da7", 3));
        figures.count(new MonitorEvent.Drifted(at(7.08), PLACE, "1da7", drift(2, 7.08, 1)));

        assertThat(text())
                .contains(
                        "gitops_environment_unknown{" + place() + "} 0",
                        "gitops_drift{" + place() + ",kind=\"missing\"} 1",
                        "gitops_monitor_events_total{" + place() + ",event=\"drift\"} 1",
                        "gitops_drift_detection_seconds_bucket{le=\"0.05\"} 0",
                        "gitops_drift_detection_seconds_bucket{le=\"0.1\"} 1",
                        "gitops_drift_detection_seconds_count 1");

        figures.count(new MonitorEvent.Healed(at(7.3), PLACE, "1da7", MISSING.key(), ""));
        figures.count(new MonitorEvent.Healed(at(17.3), PLACE, "1da7", MISSING.key(), ""));
        figures.count(new MonitorEvent.Resolved(at(18), PLACE, drift(2, 7.08, 1), true));
        figures.count(new MonitorEvent.Drifted(at(60), PLACE, "1da7", drift(2, 60, 2)));

        assertThat(text())
                .contains(
                        "gitops_drift{" + place() + ",kind=\"missing\"} 1",
                        "gitops_drift_heal_seconds_bucket{le=\"0.25\"} 1",
                        "gitops_drift_heal_seconds_count 1",
                        "gitops_drift_detection_seconds_count 1");
    }

    private static String place() {
        return "repository=\"https://git.test/config.git\",application=\"shop\",environment=\"prod\"";
    }

    @Test
    void whatIsOverStaysWithNone() {
        figures.count(new MonitorEvent.Drifted(at(5), PLACE, "1da7", drift(0, 5, 1)));
        figures.count(new MonitorEvent.Resolved(at(6), PLACE, drift(0, 5, 1), false));

        assertThat(text()).contains("gitops_drift{" + place() + ",kind=\"missing\"} 0");
    }
}
