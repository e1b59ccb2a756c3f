package io.jenkins.plugins.gitops.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.gitops.engine.gate.Evaluation;
import io.jenkins.plugins.gitops.engine.gate.GateResult;
import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateLogTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:00:00Z");

    private static GateResult gate(String name, State state, String reason) {
        return new GateResult(name, name, state, reason, Optional.empty(), NOW);
    }

    private static Evaluation evaluation(GateResult... gates) {
        return new Evaluation(List.of(gates), NOW);
    }

    @Test
    void tellsEachGateOnceUntilItStandsDifferently() throws Exception {
        GateLog log = new GateLog();
        assertThat(log.news(evaluation(gate("soak", State.CLOSED, "5m of 1h"), gate("window", State.OPEN, "open"))))
                .containsExactly("Gate soak is closed: 5m of 1h", "Gate window is open: open");
        assertThat(log.holding()).containsExactly("soak");
        assertThat(log.news(evaluation(gate("soak", State.CLOSED, "6m of 1h"), gate("window", State.OPEN, "open"))))
                .isEmpty();
        GateLog afterRestart = copy(log);
        assertThat(afterRestart.news(
                        evaluation(gate("soak", State.OPEN, "1h"), gate("window", State.CLOSED, "a freeze"))))
                .containsExactly("Gate soak is open: 1h", "Gate window is closed: a freeze");
        assertThat(afterRestart.holding()).containsExactly("window");
    }

    @Test
    void tellsAGateThatIsDeclaredMeanwhile() {
        GateLog log = new GateLog();
        log.news(evaluation(gate("soak", State.CLOSED, "5m of 1h")));
        assertThat(log.news(evaluation(gate("soak", State.CLOSED, "6m of 1h"), gate("job", State.UNKNOWN, "gone"))))
                .containsExactly("Gate job is unknown: gone");
    }

    @Test
    void knowsSinceWhenEachGateStandsSo() throws Exception {
        GateLog log = new GateLog();
        log.news(evaluation(gate("soak", State.CLOSED, "5m of 1h"), gate("window", State.OPEN, "open")));
        GateLog afterRestart = copy(log);
        Instant later = NOW.plusSeconds(60);
        afterRestart.news(new Evaluation(
                List.of(
                        new GateResult("soak", "soak", State.CLOSED, "6m of 1h", Optional.empty(), later),
                        new GateResult("window", "window", State.CLOSED, "a freeze", Optional.empty(), later)),
                later));
        assertThat(afterRestart.since()).containsExactlyInAnyOrderEntriesOf(Map.of("soak", NOW, "window", later));
    }

    private static GateLog copy(GateLog log) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(log);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (GateLog) in.readObject();
        }
    }
}
