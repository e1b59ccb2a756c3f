package io.jenkins.plugins.gitops.engine.git;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory2;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * The JDK's HTTP connections, which are kept alive between requests, for one transport. Remembers how the server
 * answered last, so that nothing needs to be read out of an error's text.
 */
final class HttpConnections implements HttpConnectionFactory2 {
    private final JDKHttpConnectionFactory jdk = new JDKHttpConnectionFactory();

    @CheckForNull
    private final ProxySelector proxies;

    private volatile int lastStatus;

    HttpConnections(@CheckForNull ProxySelector proxies) {
        this.proxies = proxies;
    }

    /** The status of the last answer; 0 where there was none. */
    int lastStatus() {
        return lastStatus;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy byDefault) throws IOException {
        return new Remembering(url, proxies == null ? byDefault : proxy(proxies, url));
    }

    private static Proxy proxy(ProxySelector proxies, URL url) throws IOException {
        try {
            List<Proxy> found =
                    proxies.select(new URI(url.getProtocol(), null, url.getHost(), url.getPort(), "/", null, null));
            return found.isEmpty() ? Proxy.NO_PROXY : found.get(0);
        } catch (URISyntaxException e) {
            throw new IOException("No URL: " + url.getHost(), e);
        }
    }

    @Override
    public GitSession newSession() {
        return jdk.newSession();
    }

    private final class Remembering extends JDKHttpConnection {
        Remembering(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public int getResponseCode() throws IOException {
            lastStatus = 0;
            lastStatus = super.getResponseCode();
            return lastStatus;
        }
    }
}
