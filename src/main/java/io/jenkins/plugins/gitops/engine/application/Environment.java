package io.jenkins.plugins.gitops.engine.application;

import java.util.List;
import java.util.Optional;

/**
 * A place an application runs.
 *
 * @param name unique in its application
 * @param target where its desired state stands in Git
 * @param destination the cluster and namespace it runs in
 * @param delivery who brings the desired state to the cluster
 * @param controller where Argo CD or Flux stands; empty where neither delivers
 * @param sync how {@link Delivery#JENKINS} delivers
 * @param health when it counts as healthy
 * @param ignoreDifferences what a comparison leaves out
 * @param after the environments that must have the version before it comes here
 * @param gates conditions on a promotion into it
 * @param drift what is done about drift
 * @param pullRequest whether a promotion into it is made as a pull request, and how
 */
public record Environment(
        String name,
        Target target,
        Destination destination,
        Delivery delivery,
        Optional<Controller> controller,
        SyncPolicy sync,
        HealthPolicy health,
        List<IgnoreRule> ignoreDifferences,
        List<String> after,
        List<Gate> gates,
        DriftPolicy drift,
        PullRequestPolicy pullRequest) {

    public Environment {
        ignoreDifferences = List.copyOf(ignoreDifferences);
        after = List.copyOf(after);
        gates = List.copyOf(gates);
    }

    /** An environment that neither Argo CD nor Flux delivers, and whose promotions are no pull requests. */
    public Environment(
            String name,
            Target target,
            Destination destination,
            Delivery delivery,
            SyncPolicy sync,
            HealthPolicy health,
            List<IgnoreRule> ignoreDifferences,
            List<String> after,
            List<Gate> gates,
            DriftPolicy drift) {
        this(
                name,
                target,
                destination,
                delivery,
                Optional.empty(),
                sync,
                health,
                ignoreDifferences,
                after,
                gates,
                drift,
                PullRequestPolicy.NONE);
    }
}
