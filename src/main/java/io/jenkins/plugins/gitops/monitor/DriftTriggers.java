package io.jenkins.plugins.gitops.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The jobs of this Jenkins that are built when there is drift, so that nobody looks through all jobs for them. */
final class DriftTriggers {
    private static final Logger LOGGER = Logger.getLogger(DriftTriggers.class.getName());
    private static final Set<DriftTrigger> ACTIVE = ConcurrentHashMap.newKeySet();

    private DriftTriggers() {}

    static void add(DriftTrigger trigger) {
        ACTIVE.add(trigger);
    }

    static void remove(DriftTrigger trigger) {
        ACTIVE.remove(trigger);
    }

    static void tell(MonitorEvent event) {
        for (DriftTrigger trigger : ACTIVE) {
            try {
                trigger.told(event);
            } catch (RuntimeException e) {
                LOGGER.log(Level.WARNING, "A trigger on drift failed; the others are told all the same", e);
            }
        }
    }
}
