package io.jenkins.plugins.gitops.engine.monitor;

/**
 * An environment that is watched.
 *
 * @param repository the URL of its config repository
 * @param application the application's name; empty where the repository as a whole is meant
 * @param environment the environment's name; empty where the repository as a whole is meant
 * @param cluster the cluster as {@code gitops.yaml} names it; empty where none is named
 */
public record MonitoredPlace(String repository, String application, String environment, String cluster) {

    /** {@code shop/prod}, or the repository. */
    @Override
    public String toString() {
        return application.isEmpty() ? repository : application + "/" + environment;
    }
}
