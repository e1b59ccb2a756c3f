package io.jenkins.plugins.gitops.monitor;

import hudson.Extension;
import hudson.model.PeriodicWork;
import java.util.concurrent.TimeUnit;

/** Starts the monitor with Jenkins, and looks every minute whether a credential was rotated. */
@Extension
public final class MonitorUpkeep extends PeriodicWork {
    private static final long FIRST_MILLIS = TimeUnit.SECONDS.toMillis(1);

    @Override
    public long getRecurrencePeriod() {
        return TimeUnit.MINUTES.toMillis(1);
    }

    @Override
    public long getInitialDelay() {
        return FIRST_MILLIS;
    }

    @Override
    protected void doRun() {
        DriftMonitor.get().settleSoon();
    }
}
