package hudson;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Describable;
import hudson.util.Secret;
import java.net.Proxy;

public final class ProxyConfiguration implements Describable<ProxyConfiguration> {
    public ProxyConfiguration(String name, int port) {}

    @CheckForNull
    public String getUserName() {
        throw new UnsupportedOperationException("signature only");
    }

    public Secret getSecretPassword() {
        throw new UnsupportedOperationException("signature only");
    }

    public Proxy createProxy(String host) {
        throw new UnsupportedOperationException("signature only");
    }
}
