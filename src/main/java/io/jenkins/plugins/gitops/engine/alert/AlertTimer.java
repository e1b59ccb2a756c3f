package io.jenkins.plugins.gitops.engine.alert;

import java.time.Duration;

/** Does something later, on a thread that may wait for nobody. */
public interface AlertTimer {

    /** Does it once. */
    void in(Duration delay, Runnable task);
}
