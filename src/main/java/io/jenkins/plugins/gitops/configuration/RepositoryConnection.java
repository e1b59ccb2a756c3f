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
import io.jenkins.plugins.gitops.engine.webhook.WebhookSecret;
import io.jenkins.plugins.gitops.engine.webhook.WebhookTarget;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.gitclient.GitHostKeyVerificationConfiguration;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

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
        GitCredentials credentials;
        if (credentialsId == null) {
            credentials = credentials(found -> CredentialsProvider.track(build, found));
        } else {
            StandardCredentials found = CredentialsProvider.findCredentialById(
                    credentialsId, StandardCredentials.class, build, requirements());
            credentials = usable(credentialsId, found);
            CredentialsProvider.track(build, found);
        }
        return access(credentials, listener);
    }

    /**
     * The access with these credentials.
     *
     * @throws AbortException where the URL is of no use
     */
    RepositoryAccess access(GitCredentials credentials, TaskListener listener) throws AbortException {
        RepositoryAccess plain = new RepositoryAccess(url(), credentials, hostKeys(listener));
        return new RepositoryAccess(
                plain.url(), plain.credentials(), plain.hostKeys(), plain.timeout(), JenkinsProxy.selector());
    }

    /**
     * Where it is.
     *
     * @throws AbortException where the URL is of no use
     */
    GitUrl url() throws AbortException {
        try {
            return GitUrl.of(definition.getUrl(), GitUrl.Allowed.HTTP);
        } catch (IllegalArgumentException wrong) {
            throw new AbortException(Messages.RepositoryConnection_url(definition.getName(), wrong.getMessage()));
        }
    }

    /**
     * The definition's own credentials, as they are now.
     *
     * @param used told which credential it is
     * @throws AbortException where it is not there or of another kind
     */
    GitCredentials credentials(Consumer<StandardCredentials> used) throws AbortException {
        String id = definition.getCredentialsId();
        if (id.isEmpty()) {
            return new GitCredentials.None();
        }
        StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements());
        GitCredentials credentials = usable(id, found);
        used.accept(found);
        return credentials;
    }

    /** What its host proves webhooks with; empty where none are to be taken. */
    Optional<WebhookTarget> webhook() {
        String id = definition.getWebhookCredentialsId();
        if (id.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WebhookTarget(definition.getName(), url(), () -> secret(id)));
        } catch (AbortException wrong) {
            return Optional.empty();
        }
    }

    private static WebhookSecret secret(String id) {
        StringCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                id, StringCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of());
        return new WebhookSecret(found == null ? "" : found.getSecret().getPlainText());
    }

    /**
     * The definition's own credentials, for what runs for long: a password is read anew whenever it is needed, and so
     * equal to itself however often it is rotated.
     *
     * @throws AbortException where it is not there or of another kind
     */
    GitCredentials standing() throws AbortException {
        GitCredentials now = credentials(found -> {});
        return now instanceof GitCredentials.UsernamePassword
                ? new GitCredentials.CurrentPassword(
                        new CurrentLogin(definition.getCredentialsId(), definition.getUrl()))
                : now;
    }

    /** Nobody's where it is not there any more, which the server then says. */
    private record CurrentLogin(String id, String url) implements Supplier<GitCredentials.UsernamePassword> {
        @Override
        public GitCredentials.UsernamePassword get() {
            StandardUsernamePasswordCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                    id,
                    StandardUsernamePasswordCredentials.class,
                    Jenkins.get(),
                    ACL.SYSTEM2,
                    URIRequirementBuilder.fromUri(url).build());
            return found == null
                    ? new GitCredentials.UsernamePassword("", "")
                    : new GitCredentials.UsernamePassword(
                            found.getUsername(), found.getPassword().getPlainText());
        }
    }

    private List<DomainRequirement> requirements() {
        return URIRequirementBuilder.fromUri(definition.getUrl()).build();
    }

    private GitCredentials usable(String id, @CheckForNull StandardCredentials found) throws AbortException {
        GitCredentials credentials = found == null ? null : asGitHasThem(found);
        if (credentials == null) {
            throw new AbortException(Messages.RepositoryConnection_credential(id, definition.getName()));
        }
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
