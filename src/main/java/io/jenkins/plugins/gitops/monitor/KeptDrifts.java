package io.jenkins.plugins.gitops.monitor;

import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.history.DriftHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** What drifted, over restarts, in {@code JENKINS_HOME/gitops-stages}. Where it cannot be kept the monitor goes on. */
final class KeptDrifts implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(KeptDrifts.class.getName());

    private final Optional<DriftHistory> history;

    private KeptDrifts(Optional<DriftHistory> history) {
        this.history = history;
    }

    static KeptDrifts open(Clock clock) {
        Path folder = Jenkins.get().getRootDir().toPath().resolve("gitops-stages");
        try {
            return new KeptDrifts(Optional.of(DriftHistory.open(folder, clock)));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "What drifts is not kept in " + folder + ": its disk or permissions", e);
            return new KeptDrifts(Optional.empty());
        }
    }

    void keep(MonitorEvent event) {
        history.ifPresent(kept -> kept.keep(event));
    }

    @Override
    public void close() {
        if (history.isPresent()) {
            try {
                history.get().close();
            } catch (IOException e) {
                LOGGER.log(Level.FINE, "Not closed", e);
            }
        }
    }
}
