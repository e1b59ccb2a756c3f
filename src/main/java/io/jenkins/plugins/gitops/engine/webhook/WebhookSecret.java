package io.jenkins.plugins.gitops.engine.webhook;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a webhook is proved with. Signatures are HMAC-SHA256 over the bytes of the body: {@code X-Hub-Signature-256}
 * (GitHub, Gitea, Forgejo, and whoever sends a webhook of their own), {@code X-Hub-Signature} (Bitbucket), {@code
 * X-Gitea-Signature}, {@code X-Forgejo-Signature}, and {@code webhook-signature} (GitLab's signing token, as Standard
 * Webhooks writes it). Tokens are {@code X-Gitlab-Token}, and {@code Authorization} as a bearer or as the password of
 * any user (Azure DevOps). SHA-1 proves nothing.
 */
public final class WebhookSecret {
    private static final String HMAC = "HmacSHA256";
    private static final String SHA256 = "sha256=";
    private static final String STANDARD_KEY = "whsec_";
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final List<String> PREFIXED = List.of("x-hub-signature-256", "x-hub-signature");
    private static final List<String> BARE = List.of("x-gitea-signature", "x-forgejo-signature");

    private final byte[] secret;

    /** @param secret as it was given to the host; empty where there is none */
    public WebhookSecret(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether one of the headers proves that the sender knows the secret.
     *
     * @param headers by name in lower case
     */
    boolean isProvedBy(Map<String, String> headers, byte[] body, Instant now) {
        if (secret.length == 0) {
            return false;
        }
        return isSigned(headers, body) || isSignedByStandard(headers, body, now) || isTold(headers);
    }

    private boolean isSigned(Map<String, String> headers, byte[] body) {
        List<byte[]> claims = claims(headers);
        if (claims.isEmpty()) {
            return false;
        }
        byte[] expected = hmac(secret, body);
        return claims.stream().anyMatch(claim -> MessageDigest.isEqual(expected, claim));
    }

    private static List<byte[]> claims(Map<String, String> headers) {
        List<byte[]> claims = new ArrayList<>();
        for (String name : PREFIXED) {
            String value = headers.getOrDefault(name, "");
            if (value.startsWith(SHA256)) {
                claims.add(bytes(value.substring(SHA256.length())));
            }
        }
        for (String name : BARE) {
            if (headers.containsKey(name)) {
                claims.add(bytes(headers.get(name)));
            }
        }
        return claims;
    }

    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex.strip().toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private boolean isSignedByStandard(Map<String, String> headers, byte[] body, Instant now) {
        String id = headers.get("webhook-id");
        String timestamp = headers.get("webhook-timestamp");
        String signatures = headers.get("webhook-signature");
        byte[] key = standardKey();
        if (id == null || signatures == null || key == null || !isNow(timestamp, now)) {
            return false;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        byte[] expected = hmac(key, head, body);
        return Arrays.stream(signatures.strip().split(" "))
                .filter(signature -> signature.startsWith("v1,"))
                .anyMatch(signature -> MessageDigest.isEqual(expected, decoded(signature.substring("v1,".length()))));
    }

    @CheckForNull
    private byte[] standardKey() {
        String text = new String(secret, StandardCharsets.UTF_8);
        if (!text.startsWith(STANDARD_KEY)) {
            return null;
        }
        byte[] key = decoded(text.substring(STANDARD_KEY.length()));
        return key.length == 0 ? null : key;
    }

    private static boolean isNow(@CheckForNull String seconds, Instant now) {
        if (seconds == null || !seconds.matches("[0-9]{1,11}")) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(seconds));
        return Duration.between(sent, now).abs().compareTo(CLOCKS_DIFFER) <= 0;
    }

    private boolean isTold(Map<String, String> headers) {
        // a proxy before Jenkins may want a login of its own, which says nothing about the token
        return isAuthorization(headers.getOrDefault("authorization", ""))
                || isSame(headers.getOrDefault("x-gitlab-token", ""));
    }

    private boolean isAuthorization(String authorization) {
        if (authorization.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())) {
            return isSame(authorization.substring("Bearer ".length()).strip());
        }
        if (authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            String login = new String(
                    decoded(authorization.substring("Basic ".length()).strip()), StandardCharsets.UTF_8);
            return isSame(login.substring(login.indexOf(':') + 1));
        }
        return false;
    }

    private boolean isSame(String token) {
        return MessageDigest.isEqual(secret, token.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "WebhookSecret[]";
    }
}
