package io.jenkins.plugins.gitops.configuration;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.AbortException;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.cluster.ClusterCredential;
import io.jenkins.plugins.gitops.engine.cluster.Kubeconfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** How builds and the monitor reach a cluster that an administrator defined. */
final class ClusterConnection {
    /** A kubeconfig with a few contexts has a few kilobytes. */
    private static final int KUBECONFIG_LIMIT = 1 << 20;

    private final ClusterDefinition definition;

    ClusterConnection(ClusterDefinition definition) {
        this.definition = definition;
    }

    /**
     * The access of a build, with the definition's own credential.
     *
     * @throws IOException where the credential is not there, of another kind or not usable
     */
    ClusterAccess access(Run<?, ?> build) throws IOException {
        return access(found -> CredentialsProvider.track(build, found));
    }

    /**
     * The access, with the definition's own credential.
     *
     * @param used told which credential it is
     * @throws IOException where the credential is not there, of another kind or not usable
     */
    ClusterAccess access(Consumer<StandardCredentials> used) throws IOException {
        ClusterAccess access = direct(used);
        return JenkinsProxy.to(access.server()).map(access::withProxy).orElse(access);
    }

    private ClusterAccess direct(Consumer<StandardCredentials> used) throws IOException {
        String id = definition.getCredentialsId();
        if (id.isEmpty()) {
            return at(new ClusterCredential.None());
        }
        StandardCredentials found = find(id, definition.getServer());
        if (found == null) {
            throw wrongCredential(id);
        }
        used.accept(found);
        if (found instanceof FileCredentials file) {
            String context = definition.getContext().isEmpty() ? definition.getName() : definition.getContext();
            return Kubeconfig.read(text(file)).access(context).withName(definition.getName());
        }
        if (found instanceof StringCredentials) {
            return at(new ClusterCredential.Token(new CurrentToken(id, definition.getServer())));
        }
        if (found instanceof StandardCertificateCredentials certificate) {
            return at(clientCertificate(certificate));
        }
        throw wrongCredential(id);
    }

    private ClusterAccess at(ClusterCredential credential) throws AbortException {
        if (definition.getServer().isEmpty()) {
            throw new AbortException(Messages.ClusterConnection_noServer(definition.getName()));
        }
        String authority = definition.getCertificateAuthority();
        return new ClusterAccess(
                definition.getName(),
                URI.create(definition.getServer()),
                authority.isEmpty() ? Optional.empty() : Optional.of(authority + "\n"),
                credential);
    }

    private AbortException wrongCredential(String id) {
        return new AbortException(Messages.ClusterConnection_credential(id, definition.getName()));
    }

    @CheckForNull
    private static StandardCredentials find(String id, String server) {
        return CredentialsProvider.findCredentialByIdInItemGroup(
                id,
                StandardCredentials.class,
                Jenkins.get(),
                ACL.SYSTEM2,
                URIRequirementBuilder.fromUri(server).build());
    }

    private static String text(FileCredentials file) throws IOException {
        try (InputStream content = file.getContent()) {
            return new String(content.readNBytes(KUBECONFIG_LIMIT), StandardCharsets.UTF_8);
        }
    }

    private ClusterCredential clientCertificate(StandardCertificateCredentials credential) throws AbortException {
        try {
            KeyStore store = credential.getKeyStore();
            char[] password = credential.getPassword().getPlainText().toCharArray();
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                if (key != null) {
                    StringBuilder chain = new StringBuilder();
                    for (Certificate certificate : store.getCertificateChain(alias)) {
                        chain.append(pem("CERTIFICATE", certificate.getEncoded()));
                    }
                    return new ClusterCredential.ClientCertificate(
                            chain.toString(), pem("PRIVATE KEY", key.getEncoded()));
                }
            }
        } catch (GeneralSecurityException unreadable) {
            // its message may tell of the key
        }
        throw wrongCredential(credential.getId());
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    /** The token that the credential holds now, so that a wait outlives a rotation. Equal where the credential is. */
    private record CurrentToken(String credentialsId, String server) implements Supplier<String> {
        @Override
        public String get() {
            return find(credentialsId, server) instanceof StringCredentials token
                    ? token.getSecret().getPlainText()
                    : "";
        }
    }
}
