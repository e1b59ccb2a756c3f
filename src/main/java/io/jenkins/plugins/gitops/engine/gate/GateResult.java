package io.jenkins.plugins.gitops.engine.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * How one gate stands.
 *
 * @param name the gate's, unique in its environment
 * @param type its key in {@code gitops.yaml}, such as {@code soak}
 * @param state whether it lets the promotion through
 * @param reason a sentence for people, whatever the state
 * @param opensAt the earliest time at which it can be open; empty where that may be at any moment, or it is open
 * @param evaluatedAt when it was looked at
 */
public record GateResult(
        String name, String type, State state, String reason, Optional<Instant> opensAt, Instant evaluatedAt) {

    /** Whether a gate lets a promotion through. Only {@link #OPEN} does. */
    public enum State {
        OPEN,
        CLOSED,
        /** It could not be found out. Never as good as open. */
        UNKNOWN,
        /** Not asked, since it is costly and a cheaper gate holds the promotion up already. */
        PENDING
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }
}
