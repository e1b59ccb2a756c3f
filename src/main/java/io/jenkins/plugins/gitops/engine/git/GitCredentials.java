package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Who asks a Git server. No {@code toString} of these shows a secret. */
public sealed interface GitCredentials {

    /** Nobody in particular. */
    record None() implements GitCredentials {}

    /**
     * For https, sent with the first request.
     *
     * @param username the user; what a host wants beside a token, often anything
     * @param password a password or token
     */
    record UsernamePassword(String username, String password) implements GitCredentials {
        @Override
        public String toString() {
            return "UsernamePassword[" + username + "]";
        }
    }

    /**
     * The same, read anew for every connection, so that what runs for long outlives a token.
     *
     * @param login gives what is valid now
     */
    record CurrentPassword(Supplier<UsernamePassword> login) implements GitCredentials {
        @Override
        public String toString() {
            return "CurrentPassword[]";
        }
    }

    /**
     * For ssh.
     *
     * @param username the user where the URL names none; {@code git} where null
     * @param privateKey the text of a private key file, in OpenSSH's or PEM form
     * @param passphrase of the key; null where it is not encrypted
     */
    record SshKey(
            @CheckForNull String username,
            String privateKey,
            @CheckForNull String passphrase) implements GitCredentials {
        @Override
        public String toString() {
            return "SshKey[" + (username == null ? "git" : username) + "]";
        }
    }

    /**
     * For ssh, the keys of a running agent: for the command, where a person is logged in.
     *
     * @param socket the agent's Unix socket, as {@code SSH_AUTH_SOCK} names it
     */
    record SshAgent(Path socket) implements GitCredentials {}
}
