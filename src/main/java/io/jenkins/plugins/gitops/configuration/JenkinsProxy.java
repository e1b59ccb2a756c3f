package io.jenkins.plugins.gitops.configuration;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.ProxyConfiguration;
import hudson.util.Secret;
import io.jenkins.plugins.gitops.engine.cluster.ClusterAccess;
import io.jenkins.plugins.gitops.engine.forge.ForgeProxy;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;

/** The proxy that an administrator set for Jenkins, for those hosts that it is for. */
final class JenkinsProxy {
    private static final Logger LOGGER = Logger.getLogger(JenkinsProxy.class.getName());

    private JenkinsProxy() {}

    /** For Git; null where there is none. */
    @CheckForNull
    static ProxySelector selector() {
        ProxyConfiguration configuration = Jenkins.get().getProxy();
        return configuration == null ? null : new Selector(configuration);
    }

    /** For Git hosts: whatever is set when they are asked; the JVM's own where there is none. */
    static ProxySelector asSetNow() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return now().select(uri);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                now().connectFailed(uri, address, failure);
            }

            private ProxySelector now() {
                ProxySelector set = selector();
                return set == null ? ProxySelector.getDefault() : set;
            }
        };
    }

    /** For a Git host, where it asks for a user and password. */
    static Optional<ForgeProxy> login(URI host) {
        return to(host).filter(proxy -> !proxy.user().isEmpty())
                .map(proxy -> new ForgeProxy(proxy.host(), proxy.port(), proxy.user(), proxy.password()));
    }

    /** For an API server. */
    static Optional<ClusterAccess.Proxy> to(URI server) {
        ProxyConfiguration configuration = Jenkins.get().getProxy();
        if (configuration == null
                || !(configuration.createProxy(server.getHost()).address() instanceof InetSocketAddress address)) {
            return Optional.empty();
        }
        Secret password = configuration.getSecretPassword();
        String user = configuration.getUserName();
        return Optional.of(new ClusterAccess.Proxy(
                address.getHostString(),
                address.getPort(),
                user == null ? "" : user,
                password == null ? "" : password.getPlainText()));
    }

    private static final class Selector extends ProxySelector {
        private final ProxyConfiguration configuration;

        Selector(ProxyConfiguration configuration) {
            this.configuration = configuration;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(configuration.createProxy(uri.getHost()));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            LOGGER.log(Level.FINE, failure, () -> "No connection to " + uri.getHost() + " through " + address);
        }
    }
}
