package io.jenkins.plugins.gitops.engine.cluster;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.List;

/**
 * What a watch tells. Called by few threads that all watches of a cluster share, one call at a time for one listener:
 * it must return quickly and must not ask the cluster anything.
 */
public interface WatchListener {

    /** Everything there is, at the start and whenever the watch had to begin anew. It replaces what was told before. */
    void listed(List<Resource> live);

    /** An object was added or changed. */
    void changed(Resource live);

    /** An object is gone; the last that was seen of it. */
    void deleted(Resource last);

    /**
     * The connection is lost, or refused: what is live is unknown until {@link #resumed}, or known as it was at the moment
     * of the next {@link #listed}. Tried again by itself.
     */
    void lost(ClusterException why);

    /** What changes is told from here on, and nothing was missed: at first, and after each loss. */
    default void resumed() {}
}
