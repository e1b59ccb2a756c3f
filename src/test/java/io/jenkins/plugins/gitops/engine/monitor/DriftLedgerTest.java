package io.jenkins.plugins.gitops.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.application.DriftPolicy.Action;
import io.jenkins.plugins.gitops.engine.cluster.Clusters;
import io.jenkins.plugins.gitops.engine.diff.Differ;
import io.jenkins.plugins.gitops.engine.diff.ResourceDiff;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DriftLedgerTest {
    private static final Instant START = Instant.parse("2026-05-01T12:00:00Z");
    private static final Resource DESIRED = Clusters.configMap("shop", "settings", "blue");
    private static final ResourceDiff RED = differsBy("red");
    private static final ResourceDiff GREEN = differsBy("green");
    private static final ResourceDiff MISSING = new Differ(List.of()).compare(DESIRED, null);

    private final DriftLedger ledger = new DriftLedger();

    private static ResourceDiff differsBy(String value) {
        return new Differ(List.of()).compare(DESIRED, Clusters.configMap("shop", "settings", value));
    }

    private Optional<DriftRecord> record(ResourceDiff diff, int second) {
        ledger.differs(diff, at(second));
        return ledger.record(diff, Action.AUDIT, at(second));
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }

    @Test
    void aDriftBeganWhenItWasFirstSeen() {
        assertThat(ledger.differs(RED, at(0))).isEqualTo(at(0));
        assertThat(ledger.differs(GREEN, at(3))).isEqualTo(at(0));
        assertThat(ledger.changed(RED.key())).isEqualTo(at(3));

        DriftRecord drift = record(GREEN, 5).orElseThrow();

        assertThat(drift.firstSeen()).isEqualTo(at(0));
        assertThat(drift.lastSeen()).isEqualTo(at(5));
        assertThat(drift.count()).isEqualTo(1);
        assertThat(ledger.changed(RED.key())).isEqualTo(at(3));
    }

    @Test
    void whatWasThereForAMomentOnlyIsForgotten() {
        ledger.differs(RED, at(0));
        ledger.settle(RED.key());

        assertThat(ledger.differs(RED, at(60))).isEqualTo(at(60));
    }

    @Test
    void whatStaysIsToldOnceAndCountedWhenItChanges() {
        record(RED, 0);

        assertThat(record(RED, 1)).isEmpty();
        assertThat(record(GREEN, 2)).isEmpty();
        assertThat(ledger.open()).singleElement().satisfies(drift -> {
            assertThat(drift.count()).isEqualTo(2);
            assertThat(drift.lastSeen()).isEqualTo(at(2));
        });
    }

    @Test
    void aDriftThatChangesOrComesAgainBeganWhenItWasFoundThisTime() {
        record(RED, 0);
        record(GREEN, 2);
        assertThat(ledger.end(RED.key()).began()).isEqualTo(at(0));

        ledger.differs(RED, at(60));
        record(RED, 65);
        record(GREEN, 70);
        record(MISSING, 75);
        assertThat(ledger.end(RED.key()).began()).isEqualTo(at(60));
    }

    @Test
    void otherFieldsAreTold() {
        record(RED, 0);

        DriftRecord drift = record(MISSING, 1).orElseThrow();

        assertThat(drift.kinds()).containsExactly("missing");
        assertThat(drift.count()).isEqualTo(1);
        assertThat(drift.firstSeen()).as("since when it drifts").isEqualTo(at(0));
    }

    @Test
    void whatComesAgainIsTheSameDrift() {
        record(RED, 0);
        assertThat(ledger.end(RED.key()).count()).isEqualTo(1);
        assertThat(ledger.open()).isEmpty();

        DriftRecord again = record(GREEN, 60).orElseThrow();

        assertThat(again.count()).isEqualTo(2);
        assertThat(again.firstSeen()).isEqualTo(at(0));
        assertThat(again.lastSeen()).isEqualTo(at(60));
    }
}
