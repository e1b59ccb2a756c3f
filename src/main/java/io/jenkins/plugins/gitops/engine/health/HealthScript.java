package io.jenkins.plugins.gitops.engine.health;

import io.jenkins.plugins.gitops.engine.resource.Resource;
import java.util.Optional;

/** A health check that a user brings for a kind, in place of the built-in one. Safe for several threads. */
@FunctionalInterface
interface HealthScript {

    /** @return empty where the script has no opinion on the object; never throws, a failure is Unknown */
    Optional<Health> judge(Resource live);
}
