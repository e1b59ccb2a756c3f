package io.jenkins.plugins.gitops.engine.forge;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes forges, which share connections, a cache of answers and each token's budget of requests. One is enough for a
 * process; any thread may call.
 */
public final class Forges {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int LONGEST_ANSWER = 8 << 20;
    private static final long CACHE = 16L << 20;

    private final SharedParts shared;

    /**
     * With deadlines of 10 seconds for a connection and 30 for an answer.
     *
     * @param proxies the way out; null for the JVM's own
     */
    public Forges(Clock clock, @CheckForNull ProxySelector proxies) {
        this(clock, proxies, host -> Optional.empty());
    }

    /**
     * The same, past proxies that ask for a user and password.
     *
     * @param logins the proxy that a host is behind; empty where none is, or it asks for nothing
     */
    public Forges(Clock clock, @CheckForNull ProxySelector proxies, Function<URI, Optional<ForgeProxy>> logins) {
        this(clock, proxies, logins, DEADLINE, LONGEST_ANSWER, CACHE);
    }

    Forges(
            Clock clock,
            @CheckForNull ProxySelector proxies,
            Function<URI, Optional<ForgeProxy>> logins,
            Duration deadline,
            int longestAnswer,
            long cache) {
        Duration connect = CONNECT.compareTo(deadline) < 0 ? CONNECT : deadline;
        this.shared = new SharedParts(
                new Wire(connect, deadline, longestAnswer, proxies, logins), clock, new AnswerCache(cache));
    }

    /** The public host that a repository is on; empty where it is on another. */
    public static Optional<ForgeServer> publicHost(GitUrl repository) {
        try {
            return KnownHosts.of(RepositoryAddress.of(repository));
        } catch (ForgeException e) {
            return Optional.empty();
        }
    }

    /**
     * The forge of a repository on a public host.
     *
     * @throws ForgeException with UNSUPPORTED and a sentence, where the repository is on no host whose pull requests are
     *     known, or its URL is none that the host has
     */
    public Forge forge(GitUrl repository, ForgeToken token) throws ForgeException {
        ForgeServer server = KnownHosts.of(RepositoryAddress.of(repository))
                .orElseThrow(() -> new ForgeException(
                        Reason.UNSUPPORTED,
                        "Nothing is known of pull requests at " + repository
                                + "; declare its kind and API URL if it is a GitHub, GitLab, Bitbucket, Gitea or Azure"
                                + " DevOps of your own, or promote without a pull request"));
        return forge(repository, server, token);
    }

    /**
     * The forge of a repository on a host that was declared.
     *
     * @param server where its API is; the token goes there and nowhere else
     * @throws ForgeException with UNSUPPORTED and a sentence, where the repository's URL is none that the host has
     */
    public Forge forge(GitUrl repository, ForgeServer server, ForgeToken token) throws ForgeException {
        List<String> names = RepositoryAddress.of(repository).names(server);
        Api api = new Api(server, String.join("/", names), token, shared);
        return new HostedForge(server.kind(), host(api, names));
    }

    private static Host host(Api api, List<String> names) {
        return switch (api.kind()) {
            case GITHUB -> new GitHubHost(api, names);
            case GITEA -> new GiteaHost(api, names);
            case GITLAB -> new GitLabHost(api, names);
            case BITBUCKET_CLOUD -> new BitbucketCloudHost(api, names);
            case BITBUCKET_DATA_CENTER -> new BitbucketDataCenterHost(api, names);
            case AZURE_DEVOPS -> new AzureHost(api, names);
        };
    }

    /** What all forges have in common; the accounts of tokens that nobody uses any more go first. */
    private static final class SharedParts implements Api.Shared {
        private static final int MOST_ACCOUNTS = 1_000;

        private final Wire wire;
        private final Clock clock;
        private final AnswerCache cache;
        private final Map<String, Account> accounts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Account> eldest) {
                return size() > MOST_ACCOUNTS;
            }
        };

        SharedParts(Wire wire, Clock clock, AnswerCache cache) {
            this.wire = wire;
            this.clock = clock;
            this.cache = cache;
        }

        @Override
        public Wire wire() {
            return wire;
        }

        @Override
        public Clock clock() {
            return clock;
        }

        @Override
        public AnswerCache cache() {
            return cache;
        }

        @Override
        public Account account(ForgeServer server, Secret secret) {
            synchronized (accounts) {
                return accounts.computeIfAbsent(
                        secret.fingerprint() + " " + server.api().getAuthority(), key -> new Account());
            }
        }
    }
}
