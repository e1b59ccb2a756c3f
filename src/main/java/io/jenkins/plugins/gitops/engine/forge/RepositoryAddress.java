package io.jenkins.plugins.gitops.engine.forge;

import io.jenkins.plugins.gitops.engine.forge.ForgeException.Reason;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository's URL says of where it is.
 *
 * @param host its host, in lower case
 * @param path the names below it, decoded, without {@code .git}
 */
record RepositoryAddress(String host, List<String> path) {
    private static final Pattern URL = Pattern.compile("(?:https?|ssh)://(?:[^/@]*@)?([^/]+?)(?::\\d+)?(/.*)");

    /** Reads a URL; a folder of this machine is on no host. */
    static RepositoryAddress of(GitUrl url) throws ForgeException {
        Matcher matcher = URL.matcher(url.toString());
        if (!matcher.matches()) {
            throw new ForgeException(
                    Reason.UNSUPPORTED, "A folder has no pull requests: " + url + "; promote without a pull request");
        }
        List<String> names = new ArrayList<>();
        for (String name : matcher.group(2).split("/")) {
            if (!name.isEmpty()) {
                names.add(decoded(name));
            }
        }
        if (names.isEmpty() || names.contains(".") || names.contains("..")) {
            throw new ForgeException(Reason.UNSUPPORTED, "No repository's URL: " + url);
        }
        int last = names.size() - 1;
        names.set(last, names.get(last).replaceFirst("\\.git$", ""));
        return new RepositoryAddress(matcher.group(1).toLowerCase(Locale.ROOT), List.copyOf(names));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    /** The names of the repository, below where the host's own pages begin. */
    List<String> names(ForgeServer server) throws ForgeException {
        return switch (server.kind()) {
            case GITHUB, BITBUCKET_CLOUD -> exactly(path, "OWNER/REPOSITORY");
            case GITEA -> exactly(below(server, "/api/v1"), "OWNER/REPOSITORY");
            case GITLAB -> atLeastTwo(below(server, "/api/v4"));
            case BITBUCKET_DATA_CENTER -> dataCenter();
            case AZURE_DEVOPS -> azure(server);
        };
    }

    private List<String> exactly(List<String> names, String form) throws ForgeException {
        if (names.size() != 2) {
            throw unexpected(form);
        }
        return names;
    }

    private List<String> atLeastTwo(List<String> names) throws ForgeException {
        if (names.size() < 2) {
            throw unexpected("GROUP/PROJECT");
        }
        return names;
    }

    /** Without the folder of a host that is not at the root of its server; ssh URLs have none. */
    private List<String> below(ForgeServer server, String api) {
        List<String> folder = Arrays.stream(
                        server.api().getPath().replaceFirst(api + "$", "").split("/"))
                .filter(name -> !name.isEmpty())
                .toList();
        boolean inside = !folder.isEmpty()
                && path.size() > folder.size() + 1
                && path.subList(0, folder.size()).equals(folder);
        return inside ? path.subList(folder.size(), path.size()) : path;
    }

    /** {@code …/scm/KEY/slug}, {@code ssh://…/KEY/slug}, and the page {@code …/projects/KEY/repos/slug}. */
    private List<String> dataCenter() throws ForgeException {
        int size = path.size();
        int repos = path.lastIndexOf("repos");
        if (repos >= 2 && repos + 1 < size && List.of("projects", "users").contains(path.get(repos - 2))) {
            String key = path.get(repos - 1);
            return List.of(path.get(repos - 2).equals("users") ? "~" + key : key, path.get(repos + 1));
        }
        if (size < 2) {
            throw unexpected("scm/PROJECT/REPOSITORY");
        }
        return path.subList(size - 2, size);
    }

    /** {@code …/PROJECT/_git/REPOSITORY}, {@code …/_git/REPOSITORY}, and by ssh {@code v3/ORGANISATION/PROJECT/REPOSITORY}. */
    private List<String> azure(ForgeServer server) throws ForgeException {
        List<String> names = below(server, "");
        int size = names.size();
        int git = names.lastIndexOf("_git");
        if (git >= 0 && git == size - 2) {
            String repository = names.get(size - 1);
            // a project's repository of the same name is written without the project
            boolean named = git >= 1 && !names.get(git - 1).equals("DefaultCollection");
            return List.of(named ? names.get(git - 1) : repository, repository);
        }
        if (size == 4 && names.get(0).equals("v3")) {
            return names.subList(2, 4);
        }
        throw unexpected("PROJECT/_git/REPOSITORY");
    }

    private ForgeException unexpected(String form) {
        return new ForgeException(
                Reason.UNSUPPORTED,
                "Expected …/" + form + " in the repository's URL, got /" + String.join("/", path) + " on " + host);
    }
}
