package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.resource.GroupKind;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * A Kubernetes cluster, seen through its API server. Safe for several threads. Every call has a deadline and is tried
 * again on transient failures where that cannot do a thing twice.
 */
public interface Cluster extends AutoCloseable {

    /** The name that {@code gitops.yaml} has for it. */
    String name();

    /**
     * The kinds the server serves, each in its preferred version; groups whose own server is down are left out. Cached;
     * see {@link #refresh}.
     */
    Set<ResourceType> types() throws ClusterException;

    /**
     * A kind in its preferred version. A kind that is not known is looked for anew, since definitions come and go.
     *
     * @return empty where the server has no such kind
     * @throws ClusterException also where the server of the kind's group is down, so that nobody knows
     */
    Optional<ResourceType> type(GroupKind kind) throws ClusterException;

    /** Forgets what kinds there are. */
    void refresh();

    /**
     * Lists objects of a kind.
     *
     * @param namespace only this one; empty for all
     * @param labelSelector as Kubernetes writes it; empty for all
     */
    List<Resource> list(ResourceType type, Optional<String> namespace, Optional<String> labelSelector)
            throws ClusterException;

    /** Lists objects of a kind, and goes on telling what changes until closed. The listener is told of loss too. */
    Watching watch(
            ResourceType type, Optional<String> namespace, Optional<String> labelSelector, WatchListener listener)
            throws ClusterException;

    /**
     * Reads one object; for many use {@link #list}.
     *
     * @param namespace empty for a cluster-scoped object
     * @return empty where there is none
     */
    Optional<Resource> get(ResourceType type, String namespace, String name) throws ClusterException;

    /**
     * Server-side apply: makes the object, or sets the given fields of it.
     *
     * @return the object as the server has it now
     */
    Resource apply(Resource desired, ApplyOptions options) throws ClusterException;

    /**
     * Puts the object in the place of the live one, or makes it. Where the desired object names no resourceVersion, the
     * live one's is taken.
     *
     * @return the object as the server has it now
     */
    Resource replace(Resource desired, ApplyOptions options) throws ClusterException;

    /** Deletes exactly the object that was read: another of the same name stays. One that is gone already is no error. */
    void delete(Resource live, DeleteOptions options) throws ClusterException;

    /** Runs a few calls to this cluster at once, and the others after them. */
    default Executor calls() {
        return Runnable::run;
    }

    /** How many requests its server was sent so far, streams among them; 0 where nobody counts. */
    default long requests() {
        return 0;
    }

    /** Ends the connections and watches. */
    @Override
    void close();
}
