package io.jenkins.plugins.gitops.cli;

import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.ForgeServer;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.time.Clock;
import java.util.Map;

/** The Git host of a repository: a public one, or what {@code GITOPS_FORGE} and {@code GITOPS_FORGE_URL} declare. */
final class ForgeVariables {
    private final Map<String, String> environment;
    private final Forges forges = new Forges(Clock.systemUTC(), null);

    ForgeVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** @throws BadInput where the variables declare no host */
    Forge open(GitUrl repository) throws ForgeException {
        String kind = variable("GITOPS_FORGE");
        String api = variable("GITOPS_FORGE_URL");
        if (kind.isBlank() && api.isBlank()) {
            return forges.forge(repository, token(repository));
        }
        try {
            return forges.forge(repository, ForgeServer.of(kind, api), token(repository));
        } catch (IllegalArgumentException e) {
            throw new BadInput("GITOPS_FORGE and GITOPS_FORGE_URL: " + e.getMessage(), e);
        }
    }

    private ForgeToken token(GitUrl repository) {
        String own = variable("GITOPS_FORGE_TOKEN");
        if (!own.isBlank()) {
            return ForgeToken.of("", own);
        }
        // over ssh that is the passphrase of a key, which is nobody else's business
        boolean shared = repository.toString().startsWith("http");
        return shared ? ForgeToken.of(variable("GITOPS_USERNAME"), variable("GITOPS_PASSWORD")) : ForgeToken.none();
    }

    private String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
