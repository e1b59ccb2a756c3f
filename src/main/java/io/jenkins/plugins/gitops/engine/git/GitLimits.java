package io.jenkins.plugins.gitops.engine.git;

/**
 * What is refused because no configuration looks like that.
 *
 * @param fileBytes the largest file that is read or written
 * @param entries the most entries that one walk lists
 */
record GitLimits(long fileBytes, int entries) {
    static final GitLimits DEFAULT = new GitLimits(16L << 20, 200_000);
}
