package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which repository, and how to come in. */
final class RepositoryOptions {
    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = "The config repository: an https or ssh URL, or a local path.")
    private String url;

    @Mixin
    private RepositoryLogin login;

    boolean isGiven() {
        return url != null;
    }

    /**
     * How to come in.
     *
     * @param environment the variables of the environment, which hold the secrets
     * @throws BadInput where none is named, or the URL, the key or the known hosts cannot be used
     */
    RepositoryAccess access(Map<String, String> environment) {
        if (url == null) {
            throw new BadInput("Missing required option: '--repository=URL'");
        }
        return login.access(url, environment);
    }

    /** Where mirrors of repositories are kept. */
    Path cacheFolder(Map<String, String> environment) {
        return login.cacheFolder(environment);
    }
}
