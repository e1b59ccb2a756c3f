package io.jenkins.plugins.gitops.engine.application;

import java.time.Duration;

/**
 * When an environment counts as healthy.
 *
 * @param rules whose rules judge
 * @param timeout how long a wait lasts at most
 * @param steady how long everything must have stayed healthy
 * @param suspended whether a suspended object (a paused rollout) counts as healthy
 */
public record HealthPolicy(Rules rules, Duration timeout, Duration steady, boolean suspended) {

    /** Whose health rules judge. */
    public enum Rules {
        ARGOCD,
        KSTATUS
    }

    /** Argo CD's rules, 10 minutes at most, steady for 5 seconds. */
    public static final HealthPolicy DEFAULT =
            new HealthPolicy(Rules.ARGOCD, Duration.ofMinutes(10), Duration.ofSeconds(5), false);
}
