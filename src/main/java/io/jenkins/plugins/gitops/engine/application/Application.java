package io.jenkins.plugins.gitops.engine.application;

import java.util.List;
import java.util.Optional;

/**
 * One deployable thing.
 *
 * @param name unique in its repository
 * @param source where its manifests stand
 * @param order how versions of it are ordered
 * @param promotes what is carried from one environment to another
 * @param environments in promotion order; empty for an application that only names others
 * @param applications names of the applications it brings along (app of apps)
 * @param origin where it is declared: {@code file:line}
 */
public record Application(
        String name,
        Source source,
        VersionOrder order,
        Promotes promotes,
        List<Environment> environments,
        List<String> applications,
        String origin) {

    public Application {
        environments = List.copyOf(environments);
        applications = List.copyOf(applications);
    }

    /** The environment of a name. */
    public Optional<Environment> environment(String environmentName) {
        return environments.stream()
                .filter(environment -> environment.name().equals(environmentName))
                .findFirst();
    }
}
