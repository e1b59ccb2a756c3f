package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.jenkins.plugins.sshcredentials.SSHUserPrivateKey;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.security.ACL;
import hudson.util.Secret;
import io.jenkins.plugins.gitops.engine.git.GitCredentials;
import io.jenkins.plugins.gitops.engine.git.GitUrl;
import io.jenkins.plugins.gitops.engine.git.HostKeys;
import io.jenkins.plugins.gitops.engine.git.RepositoryAccess;
import java.util.List;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;

/** How a build reaches a repository that an administrator defined. */
final class RepositoryConnection {
    private final RepositoryDefinition definition;

    RepositoryConnection(RepositoryDefinition definition) {
        this.definition = definition;
    }

    /**
     * The access, with the definition's own credential or with one that the job has.
     *
     * @param credentialsId a credential that the build may use; null: the definition's
     * @throws AbortException where the credential is not there or of another kind
     */
    RepositoryAccess access(Run<?, ?> build, @CheckForNull String credentialsId, TaskListener listener)
            throws AbortException {
        RepositoryAccess plain;
        try {
            GitUrl url = GitUrl.of(definition.getUrl(), GitUrl.Allowed.HTTP);
            plain = new RepositoryAccess(url, credentials(build, credentialsId), hostKeys(listener));
        } catch (IllegalArgumentException wrong) {
            throw new AbortException(Messages.RepositoryConnection_url(definition.getName(), wrong.getMessage()));
        }
        return new RepositoryAccess(
                plain.url(), plain.credentials(), plain.hostKeys(), plain.timeout(), JenkinsProxy.selector());
    }

    private GitCredentials credentials(Run<?, ?> build, @CheckForNull String ofJob) throws AbortException {
        String id = ofJob == null ? definition.getCredentialsId() : ofJob;
        if (id.isEmpty()) {
            return new GitCredentials.None();
        }
        List<DomainRequirement> requirements =
                URIRequirementBuilder.fromUri(definition.getUrl()).build();
        StandardCredentials found = ofJob == null
                ? CredentialsProvider.findCredentialByIdInItemGroup(
                        id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements)
                : CredentialsProvider.findCredentialById(id, StandardCredentials.class, build, requirements);
        GitCredentials credentials = found == null ? null : asGitHasThem(found);
        if (credentials == null) {
            throw new AbortException(Messages.RepositoryConnection_credential(id, definition.getName()));
        }
        CredentialsProvider.track(build, found);
        return credentials;
    }

    @CheckForNull
    private static GitCredentials asGitHasThem(StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new GitCredentials.UsernamePassword(
                    user.getUsername(), user.getPassword().getPlainText());
        }
        if (found instanceof SSHUserPrivateKey key && !key.getPrivateKeys().isEmpty()) {
            Secret passphrase = key.getPassphrase();
            return new GitCredentials.SshKey(
                    key.getUsername(),
                    key.getPrivateKeys().get(0),
                    passphrase == null || passphrase.getPlainText().isEmpty() ? null : passphrase.getPlainText());
        }
        return null;
    }

    /** As an administrator set them for Jenkins's Git client, which has its say in the log; not where there is no ssh. */
    private HostKeys hostKeys(TaskListener listener) {
        if (definition.getUrl().startsWith("http")) {
            return HostKeys.none();
        }
        return HostKeys.of(GitHostKeyVerificationConfiguration.get()
                .getSshHostKeyVerificationStrategy()
                .getVerifier()
                .forJGit(listener)
                .getServerKeyDatabase());
    }
}
