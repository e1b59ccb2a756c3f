package io.jenkins.plugins.gitops.configuration;

import io.jenkins.plugins.gitops.engine.cluster.Cluster;
import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One connection for each cluster, shared by all builds; closed when nobody has used it for a while. A changed
 * definition or credential gets a connection of its own.
 */
final class ClusterConnections implements AutoCloseable {
    private final Opener opener;
    private final Supplier<ScheduledExecutorService> timer;
    private final Duration idle;
    private final Map<ClusterAccess, Shared> open = new HashMap<>();

    ClusterConnections(Opener opener, Supplier<ScheduledExecutorService> timer, Duration idle) {
        this.opener = opener;
        this.timer = timer;
        this.idle = idle;
    }

    /** Connects to a cluster, asking it nothing yet. */
    interface Opener {
        Cluster open(ClusterAccess access) throws ClusterException;
    }

    private static final class Shared {
        private final Cluster cluster;
        private int users;
        private int uses;

        private Shared(Cluster cluster) {
            this.cluster = cluster;
        }
    }

    synchronized ClusterLease lease(ClusterAccess access) throws ClusterException {
        Shared shared = open.get(access);
        if (shared == null) {
            shared = new Shared(opener.open(access));
            open.put(access, shared);
        }
        shared.users++;
        shared.uses++;
        Shared taken = shared;
        return new ClusterLease(shared.cluster, () -> release(access, taken));
    }

    private synchronized void release(ClusterAccess access, Shared shared) {
        shared.users--;
        int uses = shared.uses;
        if (shared.users == 0) {
            timer.get().schedule(() -> closeIdle(access, shared, uses), idle.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void closeIdle(ClusterAccess access, Shared shared, int uses) {
        synchronized (this) {
            if (shared.users > 0 || shared.uses != uses || !open.remove(access, shared)) {
                return;
            }
        }
        shared.cluster.close();
    }

    /** Closes all connections, whoever uses them. */
    @Override
    public void close() {
        List<Shared> all;
        synchronized (this) {
            all = new ArrayList<>(open.values());
            open.clear();
        }
        all.forEach(shared -> shared.cluster.close());
    }
}
