package io.jenkins.plugins.gitops.engine.release;

import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a forge shows a repository's commits, in a browser.
 *
 * @param site what kind of forge it is
 * @param web the repository's page, without a slash at its end
 */
public record ForgeLinks(Site site, String web) {
    private static final Pattern AZURE_SSH = Pattern.compile("/v3/([^/]+)/([^/]+)/([^/]+)");
    private static final Pattern DATA_CENTER = Pattern.compile("(.*?)(?:/scm)?/([^/]+)/([^/]+)");

    /** A kind of forge, as far as its addresses go. */
    public enum Site {
        /** GitHub, and GitHub Enterprise. */
        GITHUB,
        /** GitLab, wherever it is installed. */
        GITLAB,
        /** Bitbucket Cloud. */
        BITBUCKET,
        /** Bitbucket Data Center. */
        BITBUCKET_DATA_CENTER,
        /** Gitea and Forgejo. */
        GITEA,
        /** Azure DevOps. */
        AZURE
    }

    /** The links of a repository on a forge whose host says what it is; empty where none can be told. */
    public static Optional<ForgeLinks> of(GitUrl url) {
        return host(url).flatMap(ForgeLinks::site).flatMap(site -> of(url, site));
    }

    /** The links of a repository on a forge of a known kind; empty for a repository that is on none. */
    public static Optional<ForgeLinks> of(GitUrl url, Site site) {
        Optional<String> host = host(url);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        URI uri = URI.create(url.toString());
        boolean http = uri.getScheme().startsWith("http");
        String base = (http ? uri.getScheme() : "https") + "://" + host.get()
                + (http && uri.getPort() > 0 ? ":" + uri.getPort() : "");
        String path = uri.getRawPath().replaceFirst("\\.git$", "");
        return Optional.of(new ForgeLinks(
                site,
                switch (site) {
                    case AZURE -> azure(base, path);
                    case BITBUCKET_DATA_CENTER -> base + dataCenter(path);
                    default -> base + path;
                }));
    }

    private static Optional<String> host(GitUrl url) {
        String text = url.toString();
        return text.contains("://") ? Optional.ofNullable(URI.create(text).getHost()) : Optional.empty();
    }

    private static Optional<Site> site(String host) {
        List<String> labels = List.of(host.toLowerCase(Locale.ROOT).split("\\."));
        if (host.endsWith("dev.azure.com") || host.endsWith(".visualstudio.com")) {
            return Optional.of(Site.AZURE);
        }
        if (labels.contains("github")) {
            return Optional.of(Site.GITHUB);
        }
        if (labels.contains("gitlab")) {
            return Optional.of(Site.GITLAB);
        }
        if (labels.contains("bitbucket")) {
            return Optional.of(host.equals("bitbucket.org") ? Site.BITBUCKET : Site.BITBUCKET_DATA_CENTER);
        }
        boolean gitea = labels.contains("gitea") || labels.contains("forgejo") || labels.contains("codeberg");
        return gitea ? Optional.of(Site.GITEA) : Optional.empty();
    }

    private static String azure(String base, String path) {
        Matcher ssh = AZURE_SSH.matcher(path);
        return ssh.matches()
                ? "https://dev.azure.com/" + ssh.group(1) + "/" + ssh.group(2) + "/_git/" + ssh.group(3)
                : base + path;
    }

    private static String dataCenter(String path) {
        Matcher parts = DATA_CENTER.matcher(path);
        if (!parts.matches()) {
            return path;
        }
        String owner = parts.group(2);
        String place =
                owner.startsWith("~") ? "/users/" + owner.substring(1) : "/projects/" + owner.toUpperCase(Locale.ROOT);
        return parts.group(1) + place + "/repos/" + parts.group(3);
    }

    /** The page of a commit. */
    public String commit(String id) {
        return switch (site) {
            case GITHUB, GITEA, AZURE -> web + "/commit/" + id;
            case GITLAB -> web + "/-/commit/" + id;
            case BITBUCKET, BITBUCKET_DATA_CENTER -> web + "/commits/" + id;
        };
    }

    /** The page of what is new between two tags. */
    public String compare(String fromTag, String toTag) {
        String from = encode(fromTag);
        String to = encode(toTag);
        return switch (site) {
            case GITHUB, GITEA -> web + "/compare/" + from + "..." + to;
            case GITLAB -> web + "/-/compare/" + from + "..." + to;
            case BITBUCKET -> web + "/branches/compare/" + to + "%0D" + from;
            case BITBUCKET_DATA_CENTER ->
                web + "/compare/commits?sourceBranch=refs/tags/" + to + "&targetBranch=refs/tags/" + from;
            case AZURE -> web + "/branchCompare?baseVersion=GT" + from + "&targetVersion=GT" + to;
        };
    }

    private static String encode(String tag) {
        return URLEncoder.encode(tag, StandardCharsets.UTF_8)
                .replace("%2F", "/")
                .replace("+", "%20");
    }
}
