package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.application.HealthPolicy;
import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.time.Clock;
import java.util.Optional;

/** Rules that tell from a live object whether it is healthy. Safe for several threads. */
public interface HealthRules {

    /** The name that every verdict carries. */
    String name();

    /**
     * Judges an object as an API server returned it. Never throws for what the object holds: what cannot be read is a
     * verdict of {@link Standing#UNKNOWN} that says why.
     *
     * @return empty where the rules have no opinion on the kind
     */
    Optional<Health> judge(Resource live);

    /** The verdict on an object that is not there. */
    Health missing();

    /** The rule set that an application asks for; the scripts count with Argo CD's rules alone. */
    static HealthRules of(HealthPolicy.Rules rules, HealthScripts scripts, Clock clock) {
        return switch (rules) {
            case ARGOCD -> new ArgoCdRules(scripts);
            case KSTATUS -> new KstatusRules(clock);
        };
    }
}
