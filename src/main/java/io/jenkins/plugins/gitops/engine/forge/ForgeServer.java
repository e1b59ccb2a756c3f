package io.jenkins.plugins.gitops.engine.forge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

/**
 * Where the API of a host is. The token goes there and nowhere else.
 *
 * @param kind what speaks there
 * @param api the URL below which the API's paths begin, as {@link ForgeKind} says
 */
public record ForgeServer(ForgeKind kind, URI api) {
    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    /**
     * A server as somebody declared it.
     *
     * @throws IllegalArgumentException with a sentence, where the URL is none that a token may be sent to
     */
    public ForgeServer {
        String scheme = api.getScheme() == null ? "" : api.getScheme().toLowerCase(Locale.ROOT);
        if (api.getHost() == null || !List.of("http", "https").contains(scheme)) {
            throw new IllegalArgumentException("The API of " + kind.title() + " needs an https URL with a host");
        }
        if (api.getRawUserInfo() != null || api.getRawQuery() != null || api.getRawFragment() != null) {
            throw new IllegalArgumentException("The API URL of " + kind.title() + " at " + api.getHost()
                    + " is scheme, host and path alone; a token is given as credentials");
        }
        if (scheme.equals("http") && !LOOPBACK.contains(api.getHost().toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                    "Plain http sends the token in the open; use https for " + kind.title() + " at " + api.getHost());
        }
        api = URI.create(api.toString().replaceFirst("/+$", ""));
    }

    /**
     * A server as a configuration declares it, by the name of its kind and the URL of its API.
     *
     * @throws IllegalArgumentException with a sentence, where one of them is missing or wrong
     */
    public static ForgeServer of(String kind, String api) {
        if (kind.isBlank() || api.isBlank()) {
            throw new IllegalArgumentException(
                    "A Git host of one's own is declared by its kind and the URL of its API, both or neither");
        }
        try {
            return new ForgeServer(ForgeKind.of(kind), new URI(api.strip()));
        } catch (URISyntaxException e) {
            // without the cause: its message repeats the whole text
            throw new IllegalArgumentException("The API URL of the Git host is no URL");
        }
    }

    /** Whether a URL is of the server itself: scheme, host and port. */
    boolean owns(URI other) {
        return api.getScheme().equalsIgnoreCase(other.getScheme())
                && api.getHost().equalsIgnoreCase(other.getHost())
                && port(api) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }
}
