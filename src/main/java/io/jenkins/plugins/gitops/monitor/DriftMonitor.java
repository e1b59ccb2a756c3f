package io.jenkins.plugins.gitops.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import io.jenkins.plugins.gitops.configuration.AlertChannels;
import io.jenkins.plugins.gitops.configuration.Background;
import io.jenkins.plugins.gitops.configuration.Connections;
import io.jenkins.plugins.gitops.configuration.Installation;
import io.jenkins.plugins.gitops.configuration.MonitorConnections;
import io.jenkins.plugins.gitops.engine.alert.Alerts;
import io.jenkins.plugins.gitops.engine.dashboard.Board;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.monitor.Monitor;
import io.jenkins.plugins.gitops.engine.monitor.MonitorContext;
import io.jenkins.plugins.gitops.engine.monitor.MonitorEvent;
import io.jenkins.plugins.gitops.engine.monitor.MonitorSettings;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The monitor of this Jenkins. It runs while there is a repository to watch, and begins anew where that has changed. */
@Extension
public final class DriftMonitor {
    private final Board board = new Board();
    private final Alerts alerts = new Alerts(Clock.systemUTC(), AlertChannels.TIMER, new AlertChannels()::send);
    private final Object lock = new Object();

    @CheckForNull
    private Running running;

    private boolean ended;

    /** What is running now: whatever an earlier one still tells is no news. */
    @CheckForNull
    private volatile Object current;

    private final AtomicBoolean settling = new AtomicBoolean();

    private record Running(MonitorConnections connections, Monitor monitor, KeptDrifts kept) implements AutoCloseable {
        @Override
        public void close() {
            monitor.close();
            kept.close();
            connections.close();
        }
    }

    /** That of this Jenkins. */
    public static DriftMonitor get() {
        return ExtensionList.lookupSingleton(DriftMonitor.class);
    }

    /** What it has told. */
    public Board board() {
        return board;
    }

    /** Has it settle soon; once, however often this is asked in the meantime. */
    void settleSoon() {
        if (settling.compareAndSet(false, true)) {
            Background.executor().execute(() -> {
                settling.set(false);
                settle();
            });
        }
    }

    /** Begins, ends or begins anew, as it is configured now; does nothing where nothing has changed. */
    public void settle() {
        synchronized (lock) {
            MonitorConnections now = Connections.get().monitored();
            boolean isSame =
                    running == null ? now.isEmpty() : running.connections().equals(now);
            if (!ended && !isSame) {
                stop();
                running = now.isEmpty() ? null : begin(now);
            }
        }
    }

    private Running begin(MonitorConnections connections) {
        Connections shared = Connections.get();
        Clock clock = Clock.systemUTC();
        List<ConfigRepository> repositories = connections.open();
        KeptDrifts kept = KeptDrifts.open(clock);
        Object own = new Object();
        current = own;
        Monitor monitor = new Monitor(
                repositories,
                new MonitorContext(
                        connections,
                        shared.renderer(),
                        Installation.name(),
                        shared.turns(),
                        MonitorSettings.DEFAULT,
                        clock,
                        event -> {
                            if (current == own) {
                                kept.keep(event);
                                told(event);
                            }
                        }));
        Instant time = clock.instant();
        connections
                .problems()
                .forEach((url, problem) ->
                        told(new MonitorEvent.Unknown(time, new MonitoredPlace(url, "", "", ""), List.of(problem))));
        monitor.start();
        return new Running(connections, monitor, kept);
    }

    private void told(MonitorEvent event) {
        board.accept(event);
        alerts.accept(event);
        DriftTriggers.tell(event);
    }

    /** Asks Git about these repositories now. */
    void ask(Set<String> names) {
        synchronized (lock) {
            if (running != null) {
                running.connections().urls(names).forEach(running.monitor()::ask);
            }
        }
    }

    private void stop() {
        if (running != null) {
            current = null;
            running.close();
            running = null;
            board.clear();
            alerts.clear();
        }
    }

    /** Ends it with Jenkins, before what it works with is closed. */
    @Terminator(attains = "gitops-monitor-ended")
    public static void end() {
        DriftMonitor monitor = get();
        synchronized (monitor.lock) {
            monitor.ended = true;
            monitor.stop();
        }
    }
}
