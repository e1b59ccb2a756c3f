package io.jenkins.plugins.gitops.engine.cluster;

import java.time.Duration;

/** Runs a task later, on a thread that may wait for a call. */
interface Timer {
    void after(Runnable task, Duration delay);
}
