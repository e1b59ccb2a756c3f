package io.jenkins.plugins.gitops.engine.promotion;

import java.time.Duration;
import java.time.Instant;

/**
 * What is waited for.
 *
 * @param commit the commit that is to be live
 * @param deadline when the wait ends at the latest
 * @param steady how long everything must have stayed healthy
 * @param suspended whether a suspended object counts as healthy
 */
public record WaitRequest(String commit, Instant deadline, Duration steady, boolean suspended) {}
