package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.gitops.engine.forge.Forge;
import io.jenkins.plugins.gitops.engine.forge.ForgeException;
import io.jenkins.plugins.gitops.engine.forge.ForgeServer;
import io.jenkins.plugins.gitops.engine.forge.ForgeToken;
import io.jenkins.plugins.gitops.engine.forge.Forges;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** How a build reaches the pull requests of a repository that an administrator defined. */
final class ForgeConnection {
    private final RepositoryDefinition definition;

    ForgeConnection(RepositoryDefinition definition) {
        this.definition = definition;
    }

    /**
     * The host, with the first of these that it takes: a credential of the job's own, the definition's for pull requests,
     * the definition's for Git. Where it is an administrator alone says, so no job sends a token elsewhere.
     *
     * @param credentialsId a credential that the build may use; null: the definition's
     * @throws AbortException where no credential is of use
     * @throws ForgeException where the repository is on no host whose pull requests are known
     */
    Forge open(Forges forges, Run<?, ?> build, @CheckForNull String credentialsId)
            throws AbortException, ForgeException {
        GitUrl repository;
        try {
            repository = GitUrl.of(definition.getUrl(), GitUrl.Allowed.HTTP);
        } catch (IllegalArgumentException wrong) {
            throw new AbortException(Messages.RepositoryConnection_url(definition.getName(), wrong.getMessage()));
        }
        ForgeToken token = token(build, credentialsId);
        return definition.getForge().isEmpty()
                ? forges.forge(repository, token)
                : forges.forge(repository, ForgeServer.of(definition.getForge(), definition.getForgeUrl()), token);
    }

    /**
     * Where a token goes, which is what its credential must be for.
     *
     * @param url of the repository
     * @param declared the URL of the API; empty where the repository's tells
     */
    static String api(String url, String declared) {
        if (!declared.isEmpty()) {
            return declared;
        }
        try {
            return Forges.publicHost(GitUrl.of(url, GitUrl.Allowed.HTTP))
                    .map(host -> host.api().toString())
                    .orElse(url);
        } catch (IllegalArgumentException noUrl) {
            return url;
        }
    }

    private ForgeToken token(Run<?, ?> build, @CheckForNull String ofJob) throws AbortException {
        String api = api(definition.getUrl(), definition.getForgeUrl());
        List<DomainRequirement> requirements =
                URIRequirementBuilder.fromUri(api).build();
        StandardCredentials found = Stream.of(
                        ofJob == null
                                ? null
                                : CredentialsProvider.findCredentialById(
                                        ofJob, StandardCredentials.class, build, requirements),
                        defined(definition.getForgeCredentialsId(), requirements),
                        ofJob == null ? defined(definition.getCredentialsId(), requirements) : null)
                .filter(Objects::nonNull)
                .filter(ForgeConnection::isToken)
                .findFirst()
                .orElseThrow(() -> new AbortException(Messages.ForgeConnection_credential(definition.getName(), api)));
        CredentialsProvider.track(build, found);
        return found instanceof StandardUsernamePasswordCredentials user
                ? ForgeToken.of(user.getUsername(), user.getPassword().getPlainText())
                : ForgeToken.of("", ((StringCredentials) found).getSecret().getPlainText());
    }

    private static boolean isToken(StandardCredentials credentials) {
        return credentials instanceof StandardUsernamePasswordCredentials || credentials instanceof StringCredentials;
    }

    @CheckForNull
    private static StandardCredentials defined(String id, List<DomainRequirement> requirements) {
        return id.isEmpty()
                ? null
                : CredentialsProvider.findCredentialByIdInItemGroup(
                        id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements);
    }
}
