package io.jenkins.plugins.gitops.engine.forge;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import okhttp3.Authenticator;
import okhttp3.Challenge;
import okhttp3.Credentials;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;

/** Answers a proxy that asks who is there, once. */
record ProxyLogin(ForgeProxy proxy) implements Authenticator {
    private static final String HEADER = "Proxy-Authorization";

    /** What the library asks before the proxy does. */
    private static final String UNASKED = "OkHttp-Preemptive";

    @Override
    @CheckForNull
    public Request authenticate(@CheckForNull Route route, Response response) throws Refused {
        String schemes = response.challenges().stream().map(Challenge::scheme).collect(Collectors.joining(", "));
        if (schemes.equals(UNASKED)) {
            return null;
        }
        if (response.request().header(HEADER) != null) {
            throw new Refused("the proxy " + proxy.address() + " does not take the user and password that are set");
        }
        if (response.challenges().stream().noneMatch(challenge -> "Basic".equalsIgnoreCase(challenge.scheme()))) {
            throw new Refused("the proxy " + proxy.address() + " asks for a login by "
                    + (schemes.isEmpty() ? "no scheme" : schemes) + ", and only Basic is known");
        }
        return response.request()
                .newBuilder()
                .header(HEADER, Credentials.basic(proxy.user(), proxy.password(), StandardCharsets.UTF_8))
                .build();
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "ProxyLogin[" + proxy + "]";
    }

    /** The proxy lets nothing through; the message says so, without the password. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
