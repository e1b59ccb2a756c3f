package io.jenkins.plugins.gitops.engine.monitor;

import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Watches config repositories and the clusters they are delivered to, and tells what happens. Its threads are few,
 * whatever the number of environments, and it begins and ends at once.
 */
public final class Monitor implements AutoCloseable {
    private final MonitorThreads threads = new MonitorThreads();
    private final MonitoredClusters clusters;
    private final List<MonitoredRepository> repositories;
    private final EventFigures events;
    private volatile boolean closed;

    /**
     * A monitor that is asked nothing yet.
     *
     * @param repositories whose environments are watched, all of them
     */
    public Monitor(Collection<ConfigRepository> repositories, MonitorContext context) {
        this.events = new EventFigures(context.settings().steady());
        this.clusters = new MonitoredClusters(context.clusters());
        MonitorContext own = context.telling(event -> {
            if (!closed) { // what is broken off in the end is no news
                events.count(event);
                context.listener().accept(event);
            }
        });
        this.repositories = repositories.stream()
                .map(repository -> new MonitoredRepository(repository, clusters, own, threads))
                .toList();
    }

    /** Begins to watch, and returns. What cannot be reached is told as an event, and tried again. */
    public void start() {
        repositories.forEach(MonitoredRepository::ask);
    }

    /** Asks a repository's server now, as its webhook says that something has changed; others are left as they are. */
    public void ask(String repository) {
        repositories.stream()
                .filter(watched -> watched.url().equals(repository))
                .forEach(MonitoredRepository::announced);
    }

    /** How it does. Asks nobody, and may be called as often as one likes. */
    public MonitorMetrics metrics() {
        List<MonitorMetrics.Family> families = new ArrayList<>(events.families());
        families.addAll(WorkFigures.families(clusters.figures(), repositories));
        return new MonitorMetrics(families);
    }

    /** Ends it, and returns at once. The clusters stay open, as whoever opened them closes them. */
    @Override
    public void close() {
        closed = true;
        threads.close();
        repositories.forEach(MonitoredRepository::close);
        clusters.close();
    }
}
