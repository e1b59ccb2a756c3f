package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.eclipse.jgit.transport.sshd.agent.ConnectorFactory;

/** Makes ssh sessions from what they are given alone: no file of the home folder, no agent of the environment. */
final class SshSessions {
    private SshSessions() {}

    /**
     * @param folder of the mirrors; holds no ssh files
     * @throws GitException where the key cannot be read
     */
    static SshdSessionFactory open(RepositoryAccess access, Path folder) throws GitException {
        List<KeyPair> keys = access.credentials() instanceof GitCredentials.SshKey key ? read(key) : List.of();
        return new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(folder.toFile())
                .setSshDirectory(folder.toFile())
                .setConfigStoreFactory((home, config, user) -> null)
                .setDefaultKeysProvider(ssh -> keys)
                .setServerKeyDatabase((home, ssh) -> access.hostKeys().database())
                .setConnectorFactory(agent(access.credentials()))
                .build(null);
    }

    @CheckForNull
    private static ConnectorFactory agent(GitCredentials credentials) {
        return credentials instanceof GitCredentials.SshAgent agent ? new SshAgentSocket.Factory(agent.socket()) : null;
    }

    private static List<KeyPair> read(GitCredentials.SshKey key) throws GitException {
        List<KeyPair> pairs = new ArrayList<>();
        String passphrase = key.passphrase();
        FilePasswordProvider passwords =
                passphrase == null ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(passphrase);
        try {
            Iterable<KeyPair> found = SecurityUtils.loadKeyPairIdentities(
                    null,
                    NamedResource.ofName("the private key"),
                    new ByteArrayInputStream(key.privateKey().getBytes(StandardCharsets.UTF_8)),
                    passwords);
            if (found != null) {
                found.forEach(pairs::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw unreadable(e);
        }
        if (pairs.isEmpty()) {
            throw unreadable(null);
        }
        return pairs;
    }

    private static GitException unreadable(@CheckForNull Exception cause) {
        return new GitException(
                GitException.Reason.UNAUTHORIZED,
                "The ssh key cannot be read: expected a private key in OpenSSH or PEM form, and its passphrase where it has one",
                cause);
    }
}
