package io.jenkins.plugins.gitops.engine.git;

/**
 * What is refused because no configuration looks like that, and how large a mirror's disorder may grow.
 *
 * @param fileBytes the largest file that is read or written
 * @param entries the most entries that one walk lists
 * @param pieces the number of single objects, a pack counting as a hundred, beyond which a mirror is made again
 */
record GitLimits(long fileBytes, int entries, int pieces) {
    static final GitLimits DEFAULT = new GitLimits(16L << 20, 200_000, 50_000);
}
