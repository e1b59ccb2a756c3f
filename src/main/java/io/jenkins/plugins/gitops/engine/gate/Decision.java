package io.jenkins.plugins.gitops.engine.gate;

import io.jenkins.plugins.gitops.engine.gate.GateResult.State;
import java.time.Instant;
import java.util.Optional;

/**
 * What an evaluator says of a gate.
 *
 * @param opensAt the earliest time at which it can be open; empty: any moment
 */
record Decision(State state, String reason, Optional<Instant> opensAt) {

    static Decision open(String reason) {
        return new Decision(State.OPEN, reason, Optional.empty());
    }

    static Decision closed(String reason) {
        return new Decision(State.CLOSED, reason, Optional.empty());
    }

    static Decision unknown(String reason) {
        return new Decision(State.UNKNOWN, reason, Optional.empty());
    }

    Decision notBefore(Instant time) {
        return new Decision(state, reason, Optional.of(time));
    }
}
