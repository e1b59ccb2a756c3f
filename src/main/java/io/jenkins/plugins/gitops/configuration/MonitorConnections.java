package io.jenkins.plugins.gitops.configuration;

import hudson.AbortException;
import hudson.Util;
import hudson.model.TaskListener;
import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.desired.ConfigRepository;
import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.Mirrors;
import io.jenkins.plugins.gitops.engine.monitor.ClusterSource;
import io.jenkins.plugins.gitops.engine.monitor.MonitoredPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The repositories that are to be watched, and the clusters that each may be watched on, with their credentials;
 * passwords and tokens are read anew whenever they are needed. Equal to another where nothing else has changed.
 */
public final class MonitorConnections implements ClusterSource, AutoCloseable {
    private final Map<RepositoryDefinition, Reached> repositories = new LinkedHashMap<>();
    private final Map<String, Reached> reached = new LinkedHashMap<>();
    private final Map<String, ClusterDefinition> definitions = new LinkedHashMap<>();
    private final Mirrors mirrors;
    private final ClusterConnections clusters;
    private final Map<String, String> problems = new LinkedHashMap<>();
    private final List<ClusterLease> leases = new ArrayList<>();

    /** How something is reached, or, with a problem, why it is not. */
    private record Reached(Object by, String problem) {}

    private record Origin(GitUrl url, GitCredentials credentials) {}

    private MonitorConnections(Mirrors mirrors, ClusterConnections clusters) {
        this.mirrors = mirrors;
        this.clusters = clusters;
    }

    static MonitorConnections now(Mirrors mirrors, ClusterConnections clusters) {
        MonitorConnections now = new MonitorConnections(mirrors, clusters);
        GitOpsGlobalConfiguration configuration = GitOpsGlobalConfiguration.get();
        Set<String> used = new HashSet<>();
        for (RepositoryDefinition repository : configuration.getRepositories()) {
            List<String> watched = Lines.of(repository.getMonitoredClusters());
            if (!watched.isEmpty()) {
                used.addAll(watched);
                now.add(repository);
            }
        }
        for (ClusterDefinition cluster : configuration.getClusters()) {
            if (used.contains(cluster.getName())) {
                now.definitions.put(cluster.getName(), cluster);
                now.reached.put(cluster.getName(), reached(() -> new ClusterConnection(cluster).access(c -> {})));
            }
        }
        return now;
    }

    private void add(RepositoryDefinition repository) {
        RepositoryConnection connection = new RepositoryConnection(repository);
        Reached way = reached(() -> new Origin(unwatched(connection.url()), connection.standing()));
        repositories.put(repository, way);
        if (!way.problem().isEmpty()) {
            problems.put(repository.getUrl(), way.problem());
        }
    }

    /** Twice the same would be told and healed twice, each by what the other may. */
    private GitUrl unwatched(GitUrl url) throws AbortException {
        for (Map.Entry<RepositoryDefinition, Reached> other : repositories.entrySet()) {
            if (other.getValue().by() instanceof Origin origin
                    && origin.url().identity().equals(url.identity())) {
                throw new AbortException(
                        Messages.MonitorConnections_twice(url, other.getKey().getName()));
            }
        }
        return url;
    }

    private interface Way {
        Object find() throws IOException;
    }

    private static Reached reached(Way way) {
        try {
            return new Reached(way.find(), "");
        } catch (IOException e) {
            return new Reached("", e.getMessage());
        }
    }

    /** Whether there is nothing to watch. */
    public boolean isEmpty() {
        return repositories.isEmpty();
    }

    /** Opens what can be opened; what is wrong with the others is in {@link #problems}. */
    public List<ConfigRepository> open() {
        List<ConfigRepository> open = new ArrayList<>();
        repositories.forEach((definition, way) -> {
            if (way.by() instanceof Origin origin) {
                try {
                    RepositoryConnection connection = new RepositoryConnection(definition);
                    open.add(new ConfigRepository(
                            mirrors.open(connection.access(origin.credentials(), TaskListener.NULL)),
                            Util.fixEmpty(definition.getRef())));
                } catch (IOException e) {
                    problems.put(definition.getUrl(), e.getMessage());
                }
            }
        });
        return open;
    }

    /** Why a repository cannot be watched, by its URL. */
    public Map<String, String> problems() {
        return Map.copyOf(problems);
    }

    /** The repositories of these names, as events name them. */
    public Set<String> urls(Set<String> names) {
        Set<String> urls = new HashSet<>();
        repositories.forEach((definition, way) -> {
            if (names.contains(definition.getName()) && way.by() instanceof Origin origin) {
                urls.add(origin.url().toString());
            }
        });
        return urls;
    }

    @Override
    public void check(MonitoredPlace place) throws IOException {
        boolean mayBe = repositories.entrySet().stream()
                .anyMatch(entry -> entry.getValue().by() instanceof Origin origin
                        && origin.url().toString().equals(place.repository())
                        && isWatchedOn(entry.getKey(), place.cluster()));
        if (!mayBe) {
            throw new AbortException(Messages.MonitorConnections_notWatched(place.cluster(), place.repository()));
        }
    }

    private static boolean isWatchedOn(RepositoryDefinition definition, String cluster) {
        return cluster.isEmpty() || Lines.of(definition.getMonitoredClusters()).contains(cluster);
    }

    @Override
    public Cluster open(String name) throws IOException {
        Reached way = reached.get(name);
        if (way == null) {
            throw new AbortException(
                    Messages.GitOpsGlobalConfiguration_unknown(Messages.ClusterDefinition_displayName(), name));
        }
        if (!(way.by() instanceof ClusterAccess access)) {
            throw new AbortException(way.problem());
        }
        ClusterLease lease = clusters.lease(access);
        synchronized (leases) {
            leases.add(lease);
        }
        return definitions.get(name).limited(lease.cluster());
    }

    @Override
    public void close() {
        synchronized (leases) {
            leases.forEach(ClusterLease::close);
            leases.clear();
        }
    }

    private List<Object> setup() {
        List<Object> setup = new ArrayList<>();
        repositories.forEach((definition, way) -> setup.add(List.of(
                definition.getName(),
                definition.getUrl(),
                definition.getRef(),
                definition.getMonitoredClusters(),
                way.by(),
                way.problem())));
        reached.forEach((name, way) ->
                setup.add(List.of(name, definitions.get(name).getNamespaces(), way.by(), way.problem())));
        return setup;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MonitorConnections connections && setup().equals(connections.setup());
    }

    @Override
    public int hashCode() {
        return setup().hashCode();
    }
}
