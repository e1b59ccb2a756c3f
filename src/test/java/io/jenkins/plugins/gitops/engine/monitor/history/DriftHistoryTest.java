package io.jenkins.plugins.gitops.engine.monitor.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.monitor.Attribution;
import io.jenkins.plugins.gitops.engine.monitor.DriftRecord;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DriftHistoryTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final MonitoredPlace PROD =
            new MonitoredPlace("https://git.test/config.git", "shop", "prod", "test");

    @TempDir
    private Path folder;

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private DriftHistory open(int minute) throws IOException {
        return DriftHistory.open(folder, Clock.fixed(at(minute), ZoneOffset.UTC));
    }

    private List<Episode> all() throws IOException {
        return DriftHistory.between(folder, START, at(1000));
    }

    private static DriftRecord record(String name, String value, int first, int last, int count) {
        ResourceDiff diff = new Differ(List.of())
                .compare(Clusters.configMap("shop", name, "blue"), Clusters.configMap("shop", name, value));
        return new DriftRecord(
                diff, new Attribution.Person("kubectl-edit"), DriftPolicy.Action.HEAL, at(first), at(last), count);
    }

    private static MonitorEvent drifted(String name, int first, int now, int count) {
        return new MonitorEvent.Drifted(at(now), PROD, "1da7", record(name, "s3cret", first, now, count));
    }

    private static MonitorEvent resolved(String name, int now, boolean healed) {
        return new MonitorEvent.Resolved(at(now), PROD, record(name, "s3cret", 0, 0, 1), healed);
    }

    @Test
    void aDriftThatChangedWhileItWasOnBeganBefore() throws IOException {
        DriftRecord told = record("settings", "red", 1, 9, 2);
        DriftRecord changed =
                new DriftRecord(told.diff(), told.by(), told.action(), told.firstSeen(), told.lastSeen(), 2, at(5));
        try (DriftHistory history = open(0)) {
            history.keep(new MonitorEvent.Resolved(at(10), PROD, changed, false));
        }
        assertThat(all()).singleElement().extracting(Episode::from).isEqualTo(at(5));
    }

    private Path file() {
        return folder.resolve("drifts.jsonl");
    }

    @Test
    void tellsWhatDriftedByWhomAndForHowLongOverRestarts() throws IOException {
        try (DriftHistory history = open(0)) {
            history.keep(drifted("settings", 1, 2, 1));
            history.keep(resolved("settings", 10, false));
            history.keep(drifted("settings", 1, 20, 2)); // again
            history.keep(new MonitorEvent.Healed(
                    at(21), PROD, "1da7", record("settings", "x", 0, 0, 1).resource(), ""));
            history.keep(resolved("settings", 21, true));
            history.keep(drifted("other", 30, 30, 1));
            history.keep(new MonitorEvent.Seen(at(31), PROD, "1da7", 3));
            history.keep(new MonitorEvent.Refused(at(31), PROD, Optional.empty(), "no"));
        }
        try (DriftHistory history = open(60)) {
            history.keep(drifted("other", 61, 61, 1));
        }

        assertThat(all()).hasSize(4).allSatisfy(episode -> {
            assertThat(episode.place()).isEqualTo(PROD);
            assertThat(episode.kinds()).containsExactly("config");
            assertThat(episode.who()).isEqualTo("person");
            assertThat(episode.manager()).isEqualTo("kubectl-edit");
        });
        assertThat(all()).extracting(Episode::from).containsExactly(at(1), at(20), at(30), at(61));
        assertThat(all()).extracting(Episode::until).containsExactly(at(10), at(21), null, null);
        assertThat(all())
                .extracting(Episode::ending)
                .containsExactly(
                        Episode.Ending.RESOLVED, Episode.Ending.HEALED, Episode.Ending.UNSEEN, Episode.Ending.OPEN);
        assertThat(DriftHistory.between(folder, at(11), at(29)))
                .extracting(Episode::ending)
                .containsExactly(Episode.Ending.HEALED);
        assertThat(Files.readString(file())).doesNotContain("s3cret");
    }

    @Test
    void whereverACrashTearsItAllBeforeIsReadAndMoreIsAdded() throws IOException {
        try (DriftHistory history = open(0)) {
            history.keep(drifted("settings", 1, 2, 1));
            history.keep(resolved("settings", 10, false));
        }
        byte[] whole = Files.readAllBytes(file());
        int last = new String(whole, StandardCharsets.ISO_8859_1).indexOf("\"resolved\"");
        for (int end = last; end < whole.length; end += 7) {
            Files.write(file(), Arrays.copyOf(whole, end));
            assertThat(all()).extracting(Episode::ending).containsExactly(Episode.Ending.OPEN);
            try (DriftHistory history = open(20)) {
                history.keep(drifted("other", 21, 21, 1));
            }
            assertThat(all()).extracting(episode -> episode.resource().name()).containsExactly("settings", "other");
        }
    }

    @Test
    void forgetsTheOldestWhereItBecomesLarge() throws IOException {
        long limit = 100_000;
        try (DriftHistory history = DriftHistory.open(folder, Clock.systemUTC(), limit)) {
            for (int minute = 0; minute < 1000; minute++) {
                history.keep(resolved("settings-" + minute, minute, false));
            }
        }

        assertThat(Files.size(file())).isLessThanOrEqualTo(limit);
        assertThat(all()).hasSizeBetween(50, 500);
        assertThat(all().get(all().size() - 1).until()).isEqualTo(at(999));
    }

    @Test
    void oneMonitorWritesAtATime() throws IOException {
        DriftHistory first = open(0);
        assertThatThrownBy(() -> open(1)).hasMessageContaining("another monitor");
        first.close();
        open(2).close();
    }

    @Test
    void aFullDiskHoldsUpNothing() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")));
        Files.createSymbolicLink(file(), Path.of("/dev/full"));
        MonitorEvent event = resolved("settings", 1, false);
        long began = System.nanoTime();
        try (DriftHistory history = open(0)) {
            for (int time = 0; time < 20_000; time++) {
                history.keep(event);
            }
        }

        assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
    }
}
