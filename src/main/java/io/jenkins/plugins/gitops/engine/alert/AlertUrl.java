package io.jenkins.plugins.gitops.engine.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.util.Optional;
import java.util.Set;

/** Where a webhook is. Who knows it may write there, so it is a secret: nothing here ever tells it. */
public final class AlertUrl {
    private static final Set<String> SCHEMES = Set.of("https", "http");

    private final URI uri;

    private AlertUrl(URI uri) {
        this.uri = uri;
    }

    /** Empty where the text is no http or https URL, or has a user in it. */
    public static Optional<AlertUrl> of(String text) {
        try {
            URI uri = new URI(text.strip());
            boolean isUsable = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
            return isUsable ? Optional.of(new AlertUrl(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty(); // the exception's message would tell it
        }
    }

    HttpRequest.Builder request() {
        return HttpRequest.newBuilder(uri);
    }

    @Override
    public String toString() {
        return "AlertUrl[]";
    }
}
