package io.jenkins.plugins.gitops.engine.webhook;

import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A repository whichever way it is reached: host and path, and for Azure DevOps the address that all its ways mean.
 *
 * @param identity host and path in lower case
 */
record RepositoryKey(String identity) {
    private static final Pattern AZURE_SSH =
            Pattern.compile("(?:ssh\\.dev\\.azure\\.com|vs-ssh\\.visualstudio\\.com)/v3/([^/]+)/([^/]+)/([^/]+)");
    private static final Pattern AZURE_OLD =
            Pattern.compile("([^./]+)\\.visualstudio\\.com/(?:defaultcollection/)?(?:([^/]+)/)?_git/([^/]+)");
    private static final Pattern AZURE_SHORT = Pattern.compile("dev\\.azure\\.com/([^/]+)/_git/([^/]+)");

    static RepositoryKey of(GitUrl url) {
        String identity = url.identity();
        Matcher ssh = AZURE_SSH.matcher(identity);
        if (ssh.matches()) {
            return azure(ssh.group(1), ssh.group(2), ssh.group(3));
        }
        Matcher old = AZURE_OLD.matcher(identity);
        if (old.matches()) {
            // a project's repository of the same name is written without the project
            String repository = old.group(3);
            return azure(old.group(1), old.group(2) == null ? repository : old.group(2), repository);
        }
        Matcher shortened = AZURE_SHORT.matcher(identity);
        if (shortened.matches()) {
            return azure(shortened.group(1), shortened.group(2), shortened.group(2));
        }
        return new RepositoryKey(identity);
    }

    private static RepositoryKey azure(String organisation, String project, String repository) {
        return new RepositoryKey("dev.azure.com/" + organisation + "/" + project + "/_git/" + repository);
    }

    /** Of a text that may be a repository's URL. */
    static Optional<RepositoryKey> of(String text) {
        try {
            return Optional.of(of(GitUrl.of(text, GitUrl.Allowed.HTTP)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
