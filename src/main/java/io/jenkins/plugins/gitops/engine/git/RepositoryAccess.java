package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.net.ProxySelector;
import java.time.Duration;

/**
 * How to reach a repository, and as whom.
 *
 * @param url where it is
 * @param credentials who asks
 * @param hostKeys the ssh servers that are trusted
 * @param timeout how long one request may stay without an answer
 * @param proxies the way out over http; null for the JVM's own
 */
public record RepositoryAccess(
        GitUrl url,
        GitCredentials credentials,
        HostKeys hostKeys,
        Duration timeout,
        @CheckForNull ProxySelector proxies) {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    public RepositoryAccess {
        if (timeout.toSeconds() < 1) {
            throw new IllegalArgumentException("The timeout of a Git request is at least a second, got " + timeout);
        }
    }

    public RepositoryAccess(GitUrl url, GitCredentials credentials, HostKeys hostKeys) {
        this(url, credentials, hostKeys, TIMEOUT, null);
    }

    /** As nobody in particular. */
    public RepositoryAccess(GitUrl url) {
        this(url, new GitCredentials.None(), HostKeys.none());
    }
}
