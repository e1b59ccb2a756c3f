package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.HostKeys;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** How to come into repositories, and where their mirrors are. Secrets come from the environment, never an argument. */
final class RepositoryLogin {
    @Option(names = "--ssh-key", paramLabel = "FILE", description = "Private key for ssh (default: the ssh agent).")
    private Path sshKey;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where mirrors of repositories are kept (default: the user's cache folder).")
    private Path cache;

    /**
     * How to come in.
     *
     * @param url of the repository
     * @param environment the variables of the environment, which hold the secrets
     * @throws BadInput where the URL, the key or the known hosts cannot be used
     */
    RepositoryAccess access(String url, Map<String, String> environment) {
        try {
            GitUrl parsed = GitUrl.of(url, GitUrl.Allowed.HTTP, GitUrl.Allowed.LOCAL);
            if (!parsed.toString().startsWith("ssh://")) {
                return new RepositoryAccess(parsed, ofHttp(environment), HostKeys.none());
            }
            Path home = Path.of(System.getProperty("user.home"));
            HostKeys hostKeys = HostKeys.ofKnownHosts(home.resolve(".ssh").resolve("known_hosts"));
            return new RepositoryAccess(parsed, ofSsh(environment), hostKeys);
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private static GitCredentials ofHttp(Map<String, String> environment) {
        String password = environment.getOrDefault("GITOPS_PASSWORD", "");
        return password.isEmpty()
                ? new GitCredentials.None()
                : new GitCredentials.UsernamePassword(environment.getOrDefault("GITOPS_USERNAME", "git"), password);
    }

    private GitCredentials ofSsh(Map<String, String> environment) {
        if (sshKey != null) {
            return new GitCredentials.SshKey(null, key(sshKey), environment.get("GITOPS_PASSWORD"));
        }
        String agent = environment.getOrDefault("SSH_AUTH_SOCK", "");
        return agent.isBlank() ? new GitCredentials.None() : new GitCredentials.SshAgent(Path.of(agent));
    }

    private static String key(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadInput("The ssh key " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where mirrors of repositories are kept. */
    Path cacheFolder(Map<String, String> environment) {
        if (cache != null) {
            return cache;
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("gitops-stages");
    }
}
