package io.jenkins.plugins.gitops.engine.cluster;

/** A watch under way. */
public interface Watching extends AutoCloseable {

    /** Ends the watch. The listener hears nothing afterwards, but for a call already under way. */
    @Override
    void close();
}
