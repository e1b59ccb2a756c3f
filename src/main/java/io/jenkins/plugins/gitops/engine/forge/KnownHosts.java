package io.jenkins.plugins.gitops.engine.forge;

import java.net.URI;
import java.util.Optional;

/** The public hosts, which need no declaration. */
final class KnownHosts {
    private KnownHosts() {}

    static Optional<ForgeServer> of(RepositoryAddress repository) {
        String host = repository.host().replaceFirst("^www\\.", "");
        return Optional.ofNullable(
                switch (host) {
                    case "github.com", "ssh.github.com" -> server(ForgeKind.GITHUB, "https://api.github.com");
                    case "gitlab.com", "altssh.gitlab.com" -> server(ForgeKind.GITLAB, "https://gitlab.com/api/v4");
                    case "bitbucket.org", "altssh.bitbucket.org" ->
                        server(ForgeKind.BITBUCKET_CLOUD, "https://api.bitbucket.org/2.0");
                    case "codeberg.org" -> server(ForgeKind.GITEA, "https://codeberg.org/api/v1");
                    case "dev.azure.com" -> azure(repository.path().get(0));
                    case "ssh.dev.azure.com", "vs-ssh.visualstudio.com" ->
                        repository.path().size() > 1 ? azure(repository.path().get(1)) : null;
                    default -> byDomain(host);
                });
    }

    private static ForgeServer byDomain(String host) {
        String first = host.replaceFirst("\\..*$", "");
        if (host.equals(first + ".visualstudio.com")) {
            return azure(first);
        }
        return host.equals(first + ".ghe.com") ? server(ForgeKind.GITHUB, "https://api." + host) : null;
    }

    private static ForgeServer azure(String organisation) {
        return organisation.matches("[A-Za-z0-9-]+")
                ? server(ForgeKind.AZURE_DEVOPS, "https://dev.azure.com/" + organisation)
                : null;
    }

    private static ForgeServer server(ForgeKind kind, String api) {
        return new ForgeServer(kind, URI.create(api));
    }
}
