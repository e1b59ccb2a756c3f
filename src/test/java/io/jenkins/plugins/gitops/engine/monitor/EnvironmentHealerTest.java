package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the healer says of an environment in which every object differs. */
class EnvironmentHealerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Resource SETTINGS = Clusters.configMap("shop", "settings", "blue");
    private static final ResourceDiff MISSING = new Differ(List.of()).compare(SETTINGS, null);

    private final List<MonitorEvent> told = new ArrayList<>();
    private final EnvironmentHealer healer = new EnvironmentHealer(
            new MonitoredPlace("https://git.test/config.git", "shop", "prod", "test"),
            null,
            new MonitorContext(
                    null,
                    null,
                    "test",
                    null,
                    new MonitorSettings(Duration.ofMinutes(1), Duration.ofSeconds(1)),
                    Clock.systemUTC(),
                    told::add),
            null,
            () -> {});

    private void healWhereEverythingDiffers() {
        DriftRecord drift = new DriftRecord(MISSING, new Attribution.Unknown(""), DriftPolicy.Action.HEAL, NOW, NOW, 1);
        Difference difference = new Difference(MISSING, null, null, "", SETTINGS);
        healer.heal(
                new EnvironmentHealer.Patient(
                        List.of(drift),
                        key -> NOW,
                        Map.of(MISSING.key(), difference),
                        null,
                        true,
                        key -> false,
                        "1da7",
                        since -> true),
                new Due(),
                NOW);
    }

    @Test
    void whatStillHoldsAfterADriftIsOverIsSaidAgain() {
        healWhereEverythingDiffers();
        healWhereEverythingDiffers();
        assertThat(told).hasSize(1);

        healer.resolved(Clusters.configMap("shop", "left", "over").key(), NOW);
        healWhereEverythingDiffers();
        assertThat(told).hasSize(2).allSatisfy(event -> assertThat(event).isInstanceOf(MonitorEvent.Refused.class));
    }
}
