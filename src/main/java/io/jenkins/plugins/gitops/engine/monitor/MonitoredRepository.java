package io.jenkins.plugins.gitops.engine.monitor;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.application.Application;
import io.jenkins.plugins.gitops.engine.application.Configuration;
import io.jenkins.plugins.gitops.engine.application.Environment;
import io.jenkins.plugins.gitops.engine.application.Lease;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.desired.EnvironmentRef;
import io.jenkins.plugins.gitops.engine.desired.GitEnvironmentSource;
import io.jenkins.plugins.gitops.engine.git.RefSnapshot;
import io.jenkins.plugins.gitops.engine.webhook.Announcements;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Watches one config repository: its server is asked once an interval, and sooner where something hangs on it. */
final class MonitoredRepository implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(MonitoredRepository.class.getName());

    /** However often it would help, the server is not asked more often than this. */
    private static final Duration GAP = Duration.ofSeconds(1);

    private final ConfigRepository config;
    private final MonitoredClusters clusters;
    private final MonitorContext context;
    private final MonitorThreads threads;
    private final Map<MonitoredPlace, EnvironmentMonitor> environments = new HashMap<>();
    private final Map<MonitoredPlace, String> told = new HashMap<>();
    private final Announcements announcements;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private boolean running;
    private boolean again;
    private Set<String> asked;
    private Map<String, String> stood = Map.of();
    private int missedBefore;
    private List<MonitoredPlace> lastDeclared = List.of();
    private volatile Instant last = Instant.MIN;
    private Duration retry = GAP;
    private volatile boolean closed;

    @CheckForNull
    private ScheduledFuture<?> next;

    MonitoredRepository(
            ConfigRepository config, MonitoredClusters clusters, MonitorContext context, MonitorThreads threads) {
        this.config = config;
        this.clusters = clusters;
        this.context = context;
        this.threads = threads;
        this.asked = Set.copyOf(config.asked());
        this.announcements = new Announcements(context.clock());
    }

    String url() {
        return config.mirror().url().toString();
    }

    /** A webhook came: the server is asked, and what it says then was told. */
    void announced() {
        announcements.heard();
        ask();
    }

    /** Asks the server soon. */
    void ask() {
        if (wanted.compareAndSet(false, true)) {
            Instant now = context.clock().instant();
            Duration pause = last.equals(Instant.MIN) ? Duration.ZERO : Duration.between(now, last.plus(GAP));
            // the clock may have been put back
            threads.decideIn(pause.compareTo(GAP) < 0 ? pause : GAP, () -> threads.work(this::poll));
        }
    }

    /** One at a time; whoever comes in between holds no thread, and is made up for. */
    private void poll() {
        if (closed || !begin()) {
            return;
        }
        boolean well = false;
        try {
            well = look();
        } finally {
            if (next != null) {
                next.cancel(false);
            }
            next = threads.decideIn(pause(well), this::ask);
            end();
        }
    }

    private synchronized boolean begin() {
        again = running;
        running = true;
        return !again;
    }

    private synchronized void end() {
        running = false;
        if (again) {
            again = false;
            threads.work(this::poll);
        }
    }

    /** How often its server was asked. */
    long timesAsked() {
        return config.mirror().asked();
    }

    private boolean look() {
        wanted.set(false);
        Instant began = context.clock().instant();
        last = began;
        boolean well = false;
        try {
            well = read(began);
        } catch (IOException e) {
            troubled(e.getMessage());
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, e, () -> url() + " could not be looked at");
            troubled("This is a mistake in the monitor itself: " + e);
        }
        clusters.settle();
        return well;
    }

    /** What could not be taken is tried again sooner, and later each time. */
    private Duration pause(boolean well) {
        Duration interval = jittered(context.settings().interval());
        retry = well ? GAP : retry.multipliedBy(2);
        if (retry.compareTo(interval) > 0) {
            retry = interval;
        }
        return well ? interval : retry;
    }

    private static Duration jittered(Duration interval) {
        long millis = interval.toMillis();
        return Duration.ofMillis(
                millis - millis / 10 + ThreadLocalRandom.current().nextLong(millis / 5 + 1));
    }

    /**
     * One question for all refs; another one only where what is declared has come to need other refs.
     *
     * @return whether all of it could be taken
     */
    private boolean read(Instant began) throws IOException {
        RefSnapshot refs = config.mirror().snapshot(asked);
        Configuration configuration = config.configuration(refs);
        Set<String> needed = needed(configuration);
        if (!asked.containsAll(needed)) {
            refs = config.mirror().snapshot(needed);
            configuration = config.configuration(refs);
        }
        asked = needed;
        List<Lease> leases = config.leases(refs);
        boolean wasTroubled = told.remove(repository()) != null;
        witness(refs);
        boolean well = true;
        Set<MonitoredPlace> declared = new LinkedHashSet<>();
        for (Application application : configuration.applications()) {
            for (Environment environment : application.environments()) {
                MonitoredPlace place = place(application, environment);
                declared.add(place);
                List<Lease> its = leases.stream()
                        .filter(lease -> lease.scope().covers(application, environment))
                        .toList();
                well &= look(place, application, environment, refs, its, began);
            }
        }
        environments.entrySet().removeIf(entry -> {
            boolean gone = !declared.contains(entry.getKey());
            if (gone) {
                entry.getValue().end();
            }
            return gone;
        });
        List<MonitoredPlace> inOrder = List.copyOf(declared);
        if (wasTroubled || !inOrder.equals(lastDeclared)) {
            lastDeclared = inOrder;
            context.listener().accept(new MonitorEvent.Declared(context.clock().instant(), repository(), inOrder));
        }
        return well;
    }

    /** Asking finds what webhooks have lost. */
    private void witness(RefSnapshot refs) {
        Map<String, String> now = new HashMap<>();
        asked.forEach(ref -> refs.commit(ref).ifPresent(commit -> now.put(ref, commit)));
        boolean isChanged = stood.entrySet().stream()
                .anyMatch(ref -> asked.contains(ref.getKey()) && !ref.getValue().equals(now.get(ref.getKey())));
        stood = now;
        if (isChanged) {
            announcements.foundByPolling();
        }
        int missed = announcements.missed();
        if (missed != missedBefore && missed > 0) {
            announcements
                    .lastHeard()
                    .ifPresent(heard -> context.listener()
                            .accept(new MonitorEvent.WebhookLost(
                                    context.clock().instant(), repository(), missed, heard)));
        }
        missedBefore = missed;
    }

    private Set<String> needed(Configuration configuration) {
        Set<String> needed = new HashSet<>(config.asked());
        for (Application application : configuration.applications()) {
            application.environments().forEach(environment -> needed.add(EnvironmentRef.asked(environment)));
        }
        return needed;
    }

    private boolean look(
            MonitoredPlace place,
            Application application,
            Environment environment,
            RefSnapshot refs,
            List<Lease> leases,
            Instant began) {
        try {
            GitEnvironmentSource source = config.source(application, environment, context.renderer(), refs);
            EnvironmentMonitor monitor = monitor(place, environment);
            told.remove(place);
            return monitor.desire(source, refs, leases, began);
        } catch (IOException e) {
            EnvironmentMonitor known = environments.get(place);
            if (known == null) {
                tell(place, e.getMessage());
            } else {
                known.troubled(e.getMessage());
            }
            return false;
        }
    }

    private EnvironmentMonitor monitor(MonitoredPlace place, Environment environment) throws IOException {
        EnvironmentMonitor known = environments.get(place);
        if (known != null && known.environment().equals(environment)) {
            return known;
        }
        LiveIndex index = clusters.of(place);
        if (known != null) {
            known.close(); // it is declared otherwise now
        }
        DriftLedger ledger = known == null ? new DriftLedger() : known.ledger();
        EnvironmentMonitor fresh =
                new EnvironmentMonitor(place, environment, ledger, index, context, threads, this::ask);
        environments.put(place, fresh);
        return fresh;
    }

    private MonitoredPlace repository() {
        return new MonitoredPlace(url(), "", "", "");
    }

    private MonitoredPlace place(Application application, Environment environment) {
        return new MonitoredPlace(
                url(),
                application.name(),
                environment.name(),
                environment.destination().cluster());
    }

    private void troubled(String why) {
        tell(repository(), why);
        environments.values().forEach(environment -> environment.troubled(why));
    }

    private void tell(MonitoredPlace place, String why) {
        if (!why.equals(told.put(place, why))) {
            context.listener().accept(new MonitorEvent.Unknown(context.clock().instant(), place, List.of(why)));
        }
    }

    @Override
    public void close() {
        closed = true; // a look under way ends by itself; nothing comes of it any more
    }
}
