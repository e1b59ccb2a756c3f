package io.jenkins.plugins.gitops.cli;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.history.DriftHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The history that was asked for, if one was. */
final class KeptEvents implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(KeptEvents.class.getName());

    private final Optional<DriftHistory> history;

    private KeptEvents(Optional<DriftHistory> history) {
        this.history = history;
    }

    /**
     * Begins to keep them.
     *
     * @param folder null where nobody asks for that
     * @throws BadInput where nothing can be kept there
     */
    static KeptEvents in(@CheckForNull Path folder) {
        try {
            return new KeptEvents(
                    folder == null ? Optional.empty() : Optional.of(DriftHistory.open(folder, Clock.systemUTC())));
        } catch (IOException e) {
            throw new BadInput("Nothing can be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    void keep(MonitorEvent event) {
        history.ifPresent(kept -> kept.keep(event));
    }

    @Override
    public void close() {
        try {
            if (history.isPresent()) {
                history.get().close();
            }
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "Not closed", e);
        }
    }
}
