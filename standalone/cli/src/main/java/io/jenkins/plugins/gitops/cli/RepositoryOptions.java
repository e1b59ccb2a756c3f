package io.jenkins.plugins.gitops.cli;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which repository, and how to come in. Secrets come from the environment, never from an argument. */
final class RepositoryOptions {
    @Option(
            names = "--repository",
            required = true,
            paramLabel = "URL",
            description = "The config repository: an https or ssh URL, or a local path.")
    String url;

    @Option(names = "--ssh-key", paramLabel = "FILE", description = "Private key for ssh; otherwise the ssh agent.")
    Path sshKey;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "Host keys to trust for ssh (default: ~/.ssh/known_hosts).")
    Path knownHosts;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where mirrors of repositories are kept (default: the user's cache folder).")
    Path cache;

    Path cacheFolder(Map<String, String> environment) {
        if (cache != null) {
            return cache;
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg != null && !xdg.isBlank() ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("gitops-stages");
    }
}
