package io.jenkins.plugins.gitops.engine.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * Which ssh servers are the ones they claim to be. There is no way to trust a key that nobody named.
 *
 * @see #none()
 * @see #ofKnownHosts(List)
 */
public final class HostKeys {
    private final ServerKeyDatabase database;

    private HostKeys(ServerKeyDatabase database) {
        this.database = database;
    }

    /** Knows no server, so that ssh always fails: for access over https. */
    public static HostKeys none() {
        return ofKnownHosts(List.of());
    }

    /**
     * The servers in lines of a {@code known_hosts} file; hashed names, patterns and {@code @revoked} as OpenSSH reads
     * them.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static HostKeys ofKnownHosts(List<String> lines) {
        return new HostKeys(KnownHosts.parse(lines));
    }

    /** The servers in a {@code known_hosts} file, none where there is no such file. */
    public static HostKeys ofKnownHosts(Path file) {
        try {
            return ofKnownHosts(Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    /** A verifier that somebody else configured, for example the one Jenkins's Git client is set to. */
    public static HostKeys of(ServerKeyDatabase database) {
        return new HostKeys(database);
    }

    ServerKeyDatabase database() {
        return database;
    }
}
