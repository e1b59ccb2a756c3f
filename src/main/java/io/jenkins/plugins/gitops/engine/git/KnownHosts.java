package io.jenkins.plugins.gitops.engine.git;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.sshd.client.config.hosts.HostPatternsHolder;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/** Lines of a {@code known_hosts} file, and nothing beside them: an unknown or changed key is never accepted. */
final class KnownHosts implements ServerKeyDatabase {
    private static final Logger LOGGER = Logger.getLogger(KnownHosts.class.getName());
    private static final int DEFAULT_PORT = 22;

    private record Known(KnownHostEntry entry, PublicKey key) {
        boolean revoked() {
            return "revoked".equals(entry.getMarker());
        }
    }

    private final List<Known> known;

    private KnownHosts(List<Known> known) {
        this.known = known;
    }

    static KnownHosts parse(List<String> lines) {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
                PublicKey key =
                        entry.getKeyEntry().resolvePublicKey(null, java.util.Map.of(), PublicKeyEntryResolver.IGNORING);
                if (key == null) {
                    LOGGER.log(Level.FINE, "Line {0} of known_hosts has a key of an unknown type", i + 1);
                } else if (!"cert-authority".equals(entry.getMarker())) {
                    known.add(new Known(entry, key));
                }
            } catch (GeneralSecurityException | java.io.IOException | RuntimeException e) {
                throw new IllegalArgumentException(
                        "Line " + (i + 1) + " of known_hosts: expected a host, a key type and a key", e);
            }
        }
        return new KnownHosts(known);
    }

    @Override
    public List<PublicKey> lookup(String connectAddress, InetSocketAddress remoteAddress, Configuration config) {
        return known.stream()
                .filter(k -> !k.revoked() && matches(k, connectAddress))
                .map(Known::key)
                .toList();
    }

    @Override
    public boolean accept(
            String connectAddress,
            InetSocketAddress remoteAddress,
            PublicKey serverKey,
            Configuration config,
            CredentialsProvider provider) {
        List<Known> same = known.stream()
                .filter(k -> KeyUtils.compareKeys(k.key(), serverKey) && matches(k, connectAddress))
                .toList();
        return !same.isEmpty() && same.stream().noneMatch(Known::revoked);
    }

    private static boolean matches(Known known, String connectAddress) {
        String host = connectAddress;
        int port = DEFAULT_PORT;
        if (connectAddress.startsWith("[") && connectAddress.contains("]:")) {
            int end = connectAddress.lastIndexOf("]:");
            host = connectAddress.substring(1, end);
            port = Integer.parseInt(connectAddress.substring(end + 2));
        }
        return known.entry().isHostMatch(host, port)
                || HostPatternsHolder.isHostMatch(host, port, known.entry().getPatterns());
    }
}
