package io.jenkins.plugins.gitops.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The jobs of this Jenkins that are built when there is drift, so that nobody looks through all jobs for them. */
final class DriftTriggers {
    private static final Set<DriftTrigger> ACTIVE = ConcurrentHashMap.newKeySet();

    private DriftTriggers() {}

    static void add(DriftTrigger trigger) {
        ACTIVE.add(trigger);
    }

    static void remove(DriftTrigger trigger) {
        ACTIVE.remove(trigger);
    }

    static void tell(MonitorEvent event) {
        ACTIVE.forEach(trigger -> trigger.told(event));
    }
}
