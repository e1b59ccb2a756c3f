package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.git.Words;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The hosts whose pull requests are known. */
public enum ForgeKind {
    /** github.com, ghe.com and GitHub Enterprise Server; the API URL of a server ends in {@code /api/v3}. */
    GITHUB("GitHub", 65_536),
    /** gitlab.com and self-managed GitLab, 15.6 or newer; the API URL ends in {@code /api/v4}. */
    GITLAB("GitLab", 1_048_576),
    /** bitbucket.org; the API URL is {@code https://api.bitbucket.org/2.0}. */
    BITBUCKET_CLOUD("Bitbucket Cloud", 32_768),
    /** Bitbucket Data Center, 7.4 or newer; the API URL ends in {@code /rest}. */
    BITBUCKET_DATA_CENTER("Bitbucket Data Center", 32_768),
    /** Gitea, Forgejo and Codeberg; the API URL ends in {@code /api/v1}. */
    GITEA("Gitea", 1_048_576),
    /** Azure DevOps Services, and Server 2022 or newer; the API URL ends in the organisation or collection. */
    AZURE_DEVOPS("Azure DevOps", 4_000);

    private final String title;
    private final int longestBody;

    ForgeKind(String title, int longestBody) {
        this.title = title;
        this.longestBody = longestBody;
    }

    /** How its maker writes it. */
    public String title() {
        return title;
    }

    /** How a configuration names it: {@code bitbucket-data-center}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind that a configuration names.
     *
     * @throws IllegalArgumentException with a sentence, where there is none of that name
     */
    public static ForgeKind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> kind.key().equals(key.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("A Git host is one of "
                        + Arrays.stream(values()).map(ForgeKind::key).collect(Collectors.joining(", "))
                        + ", not \"" + Words.of(key) + "\""));
    }

    /** Characters that the body of a pull request may have; a longer one is cut when it is sent. */
    public int longestBody() {
        return longestBody;
    }
}
