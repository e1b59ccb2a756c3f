package io.jenkins.plugins.gitops.engine.delivery;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Lets one delivery to an environment go on at a time. One for a process. */
public final class DeliveryTurns {
    private final ConcurrentMap<String, Object> holders = new ConcurrentHashMap<>();

    /** Whether it is, or already was, the holder's turn. */
    boolean take(String environment, Object holder) {
        return holders.computeIfAbsent(environment, free -> holder) == holder;
    }

    void leave(String environment, Object holder) {
        holders.remove(environment, holder);
    }
}
