package io.jenkins.plugins.gitops.engine.cluster;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a cluster is reached. Certificates are always verified.
 *
 * @param name the name that {@code gitops.yaml} has for it
 * @param server the API server's URL, which may have a path, as behind Rancher
 * @param authority certificates, in PEM, one of which must have signed the server's; empty: those the JVM trusts
 * @param credential who asks
 * @param proxy the HTTP proxy on the way
 * @param timeouts how long to wait
 */
public record ClusterAccess(
        String name,
        URI server,
        Optional<String> authority,
        ClusterCredential credential,
        Optional<Proxy> proxy,
        Timeouts timeouts) {

    public ClusterAccess {
        if (!("https".equals(server.getScheme()) || "http".equals(server.getScheme())) || server.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server of cluster " + name + " must be an http or https URL, such as https://10.0.0.1:6443");
        }
    }

    /** Reached directly, with the usual timeouts. */
    public ClusterAccess(String name, URI server, Optional<String> authority, ClusterCredential credential) {
        this(name, server, authority, credential, Optional.empty(), Timeouts.DEFAULT);
    }

    public ClusterAccess withName(String value) {
        return new ClusterAccess(value, server, authority, credential, proxy, timeouts);
    }

    public ClusterAccess withProxy(Proxy value) {
        return new ClusterAccess(name, server, authority, credential, Optional.of(value), timeouts);
    }

    public ClusterAccess withTimeouts(Timeouts value) {
        return new ClusterAccess(name, server, authority, credential, proxy, value);
    }

    /**
     * An HTTP proxy.
     *
     * @param host its host
     * @param port its port
     * @param user who may use it, empty where it does not ask
     * @param password the user's password
     */
    public record Proxy(String host, int port, String user, String password) {
        /** Leaves the password out. */
        @Override
        public String toString() {
            return "Proxy[" + host + ":" + port + "]";
        }
    }

    /**
     * How long to wait.
     *
     * @param connect for a connection
     * @param attempt for one request and its answer
     * @param total for a call with everything that is tried again
     */
    public record Timeouts(Duration connect, Duration attempt, Duration total) {
        /** 5 s, 15 s, 15 s: whoever waits or syncs asks again by itself, and has a deadline of its own to keep. */
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(15));
    }
}
