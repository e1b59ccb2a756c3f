package io.jenkins.plugins.gitops.engine.application;

/** How an application's versions are ordered, so that an older one never overwrites a newer one. */
public enum VersionOrder {
    /** By the number of the build that promotes. */
    BUILD,
    /** By semantic version. */
    SEMVER,
    /** By ancestry of commits in the application's repository. */
    ANCESTRY
}
