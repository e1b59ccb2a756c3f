package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.cluster.ClusterException.Reason;
import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Remembers what kinds a server has, and looks again where one is missing, at most once a second. */
final class Kinds {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final String cluster;
    private final Discovery discovery;
    private final Clock clock;
    private Discovery.Served served;
    private Instant at = Instant.MIN;

    Kinds(String cluster, Discovery discovery, Clock clock) {
        this.cluster = cluster;
        this.discovery = discovery;
        this.clock = clock;
    }

    Set<ResourceType> all() throws ClusterException {
        return new LinkedHashSet<>(served(LONGEST).types().values());
    }

    Optional<ResourceType> find(GroupKind kind) throws ClusterException {
        ResourceType type = served(LONGEST).types().get(kind);
        if (type == null) {
            type = served(SHORTEST).types().get(kind);
        }
        if (type == null && served(LONGEST).silent().contains(kind.group())) {
            throw new ClusterException(
                    Reason.UNREACHABLE,
                    "Cluster " + cluster + " cannot say whether it has " + kind + ": the server of API group "
                            + kind.group() + " does not answer; see its APIService");
        }
        return Optional.ofNullable(type);
    }

    synchronized void forget() {
        at = Instant.MIN;
    }

    private synchronized Discovery.Served served(Duration maximumAge) throws ClusterException {
        if (served == null || !clock.instant().isBefore(at == Instant.MIN ? at : at.plus(maximumAge))) {
            served = discovery.discover();
            at = clock.instant();
        }
        return served;
    }
}
