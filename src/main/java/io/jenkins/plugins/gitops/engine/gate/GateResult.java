package io.jenkins.plugins.gitops.engine.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * How one gate stands.
 *
 * @param application the application of whose environment it is, where several are promoted together; else empty
 * @param name the gate's, unique in its environment
 * @param type its key in {@code gitops.yaml}, such as {@code soak}
 * @param state whether it lets the promotion through
 * @param reason a sentence for people, whatever the state
 * @param opensAt the earliest time at which it can be open; empty where that may be at any moment, or it is open
 * @param evaluatedAt when it was looked at
 */
public record GateResult(
        String application,
        String name,
        String type,
        State state,
        String reason,
        Optional<Instant> opensAt,
        Instant evaluatedAt) {

    /** One of the only application that is promoted. */
    public GateResult(
            String name, String type, State state, String reason, Optional<Instant> opensAt, Instant evaluatedAt) {
        this("", name, type, state, reason, opensAt, evaluatedAt);
    }

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

    /** What it is called among all gates of a promotion: behind the application's name where there are several. */
    public String title() {
        return application.isEmpty() ? name : application + "/" + name;
    }

    /** The same as that of one application among several. */
    GateResult of(String owner) {
        return new GateResult(owner, name, type, state, reason, opensAt, evaluatedAt);
    }
}
