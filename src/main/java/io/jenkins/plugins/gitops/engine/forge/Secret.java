package io.jenkins.plugins.gitops.engine.forge;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** A token as one request carries it. */
final class Secret {
    private final String username;
    private final String token;

    Secret(String username, String token) {
        this.username = username;
        this.token = token;
    }

    /** Whether it can go into a header; the JDK's own message about one that cannot would repeat it. */
    boolean isSendable() {
        return token.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    /** What a request carries; empty where there is nothing to carry. */
    String authorization(ForgeKind kind) {
        if (token.isEmpty()) {
            return "";
        }
        return switch (kind) {
            case GITHUB, GITLAB -> "Bearer " + token;
            case GITEA -> username.isEmpty() ? "token " + token : "Basic " + encoded(username);
            case BITBUCKET_CLOUD, BITBUCKET_DATA_CENTER ->
                // the name that Git uses beside an access token, and which is nobody's
                username.isEmpty() || username.equals("x-token-auth")
                        ? "Bearer " + token
                        : "Basic " + encoded(username);
            // a token of Entra ID is a JWT; a personal one is a password without a user
            case AZURE_DEVOPS -> token.matches("ey[^.]*\\.[^.]*\\.[^.]*") ? "Bearer " + token : "Basic " + encoded("");
        };
    }

    private String encoded(String user) {
        return Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    /** A text in which neither the token nor a form in which it is sent can be read. */
    String hiddenIn(String text) {
        if (token.isEmpty()) {
            return text;
        }
        return text.replace(encoded(username), "…")
                .replace(encoded(""), "…")
                .replace(URLEncoder.encode(token, StandardCharsets.UTF_8), "…")
                .replace(token, "…");
    }

    /** Tells one token from another, and tells nothing about it. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((username + "\n" + token).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Secret[]";
    }
}
