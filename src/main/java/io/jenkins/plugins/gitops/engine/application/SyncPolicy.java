package io.jenkins.plugins.gitops.engine.application;

import java.time.Duration;

/**
 * How the plugin delivers.
 *
 * @param automated deliver a promoted commit without being asked
 * @param selfHeal put back what somebody else's hand changed
 * @param prune delete what was applied earlier and Git no longer has
 * @param replace replace objects instead of applying them
 * @param allowEmpty let an empty desired state delete everything
 * @param retry how often and how long a failed sync is tried again
 */
public record SyncPolicy(
        boolean automated, boolean selfHeal, boolean prune, boolean replace, boolean allowEmpty, Retry retry) {

    /** Manual, nothing pruned or replaced, Argo CD's default retry. */
    public static final SyncPolicy DEFAULT = new SyncPolicy(false, false, false, false, false, Retry.DEFAULT);

    /**
     * A capped exponential backoff.
     *
     * @param limit attempts after the first
     * @param initial the wait before the second attempt
     * @param factor what each further wait is multiplied by
     * @param maximum the longest wait
     */
    public record Retry(int limit, Duration initial, double factor, Duration maximum) {

        /** Argo CD's defaults: 5 times, 5 s, doubling, 3 min. */
        public static final Retry DEFAULT = new Retry(5, Duration.ofSeconds(5), 2, Duration.ofMinutes(3));
    }
}
